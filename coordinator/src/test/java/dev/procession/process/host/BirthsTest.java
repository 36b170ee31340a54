package dev.procession.process.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BirthsTest {
  private static final long PID = 1000;

  @TempDir private Path proc;

  @BeforeEach
  void makeLimit() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(proc.resolve("sys/kernel/pid_max"), "32768\n");
  }

  private void count(String forks) throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  1 2 3\nintr 5 6\nctxt 7\nbtime 8\nprocesses %s\nprocs_running 2\n".formatted(forks));
  }

  private long older(String before, String after) throws IOException {
    count(before);
    Births births = Births.untilNow(proc.toFile());
    count(after);
    return births.olderThanChildrenOf(PID);
  }

  @Test
  void childrenHaveHigherNumbers() throws IOException {
    assertEquals(PID, older("500000", "500030"));
    assertEquals(PID, older("0", "31767"));
  }

  @Test
  void nothingIsCertainOnceNumbersMayHaveBegunAnew() throws IOException {
    assertEquals(0, older("500000", "531768"));
    assertEquals(0, older("500000", "900000"));
  }

  @Test
  void nothingIsCertainWithoutACountThatCounts() throws IOException {
    assertEquals(0, older("0", "0"));
    assertEquals(0, older("17", "18"));
    assertEquals(0, older("900", "100"));
    assertEquals(0, older("", "100"));
    assertEquals(0, older("100", "unknown"));
    count("5");
    Births births = Births.untilNow(proc.toFile());
    count("50");
    Files.delete(proc.resolve("sys/kernel/pid_max"));
    assertEquals(0, births.olderThanChildrenOf(PID));
    Files.delete(proc.resolve("stat"));
    assertEquals(0, Births.untilNow(proc.toFile()).olderThanChildrenOf(PID));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisMachineCounts() throws Exception {
    Births births = Births.untilNow();
    long pid = ProcessHandle.current().pid();
    for (int i = 0; i < 20; i++) {
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
    }

    long older = births.olderThanChildrenOf(pid);
    assertTrue(older == pid || older == 0, "" + older);
  }
}
