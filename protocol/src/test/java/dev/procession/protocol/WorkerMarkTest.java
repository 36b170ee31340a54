package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMarkTest {
  private static final String ENTRY = "PROCESSION_WORKER=pool/w0-1\0";

  /** In place of {@code /proc}. */
  private Path processes;

  private WorkerMark mark;
  private final List<Long> killed = new ArrayList<>();

  @BeforeEach
  void makeProcesses(@TempDir Path folder) {
    processes = folder;
    mark = new WorkerMark("pool/w0-1", folder.toFile());
  }

  @Test
  void processWithExactlyThatEntryHasTheMark() {
    start(1, ENTRY);
    start(2, "PATH=/bin\0" + ENTRY + "HOME=/\0");
    start(3, "PROCESSION_WORKER=pool/w0-10\0");
    start(4, "A_PROCESSION_WORKER=pool/w0-1\0");
    start(5, "TEXT=" + ENTRY);
    start(6, "");
    start(7, "PROCESSION_WORKER=pool/w0-1");

    assertTrue(mark.isOn(1));
    assertTrue(mark.isOn(2));
    for (long pid = 3; pid <= 8; pid++) {
      assertFalse(mark.isOn(pid), "process " + pid);
    }
  }

  @Test
  void sweepFindsAllButTheOneThatIsLeftOut() throws IOException {
    start(10, ENTRY);
    start(11, ENTRY);
    start(12, "PATH=/bin\0");
    Files.createDirectory(processes.resolve("13"));
    Files.createDirectory(processes.resolve("sys"));
    start(14, ENTRY);

    mark.sweep(11, this::kill);

    assertEquals(List.of(10L, 14L), killed.stream().sorted().toList());
  }

  @Test
  void sweepLeavesOlderProcessesAlone() {
    for (long pid = 9; pid <= 12; pid++) {
      start(pid, ENTRY);
    }

    mark.sweep(11, 10, this::kill);

    assertEquals(List.of(12L), killed);
  }

  @Test
  void sweepGoesOnUntilNothingIsFound() {
    start(10, ENTRY);

    mark.sweep(
        1,
        pid -> {
          kill(pid);
          if (pid < 13) {
            start(pid + 1, ENTRY);
          }
        });

    assertEquals(List.of(10L, 11L, 12L, 13L), killed.stream().sorted().toList());
  }

  @Test
  void sweepGivesUpOnWhatCannotBeKilled() {
    start(10, ENTRY);

    mark.sweep(1, killed::add);

    assertEquals(10, killed.size());
  }

  @Test
  void systemThatShowsNoProcessesHasNoneToSweep() {
    new WorkerMark("pool/w0-1", processes.resolve("missing").toFile()).sweep(1, this::kill);

    assertEquals(List.of(), killed);
  }

  private void start(long pid, String environment) {
    try {
      Path folder = Files.createDirectory(processes.resolve(Long.toString(pid)));
      Files.writeString(folder.resolve("environ"), environment, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kill(long pid) {
    killed.add(pid);
    try {
      Files.delete(processes.resolve(Long.toString(pid)).resolve("environ"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
