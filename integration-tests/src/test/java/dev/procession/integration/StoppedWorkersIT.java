package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Not even workers that are stopped outlive their coordinator, where the system can wake them. */
final class StoppedWorkersIT {
  /** It takes a tenth of a second, but they may wait for a processor; without a call, forever. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private List<Long> pids = List.of();

  @BeforeEach
  void needsSetpriv() {
    // Without it nobody can wake them.
    Needs.program("setpriv");
  }

  /** If they are there still: nobody else would ever find them. */
  @AfterEach
  void endThem() {
    for (long pid : pids) {
      if (Pids.isAlive(pid)) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Tag("extended")
  @Test
  void stoppedIdleWorkersDieWithTheirCoordinator() throws Exception {
    assertStoppedWorkersDieWith(Programs.Idle.class);
  }

  @Test
  void stoppedBusyWorkersDieWithTheirCoordinator() throws Exception {
    assertStoppedWorkersDieWith(Programs.Spinning.class);
  }

  private void assertStoppedWorkersDieWith(Class<?> program) throws Exception {
    try (Jvm coordinator = Jvm.startMain(program)) {
      pids = coordinator.awaitLines(2).stream().map(Long::valueOf).toList();
      // One that is stopped while it is launched has not asked to be woken yet.
      await().until(() -> pids.stream().allMatch(StoppedWorkersIT::isJvm));
      for (long pid : pids) {
        assertEquals(0, new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor());
      }
      await().until(() -> pids.stream().allMatch(pid -> state(pid).equals("T")));

      coordinator.kill();

      await().atMost(SOON).until(() -> pids.stream().noneMatch(Pids::isAlive));
    }
  }

  private static boolean isJvm(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .map(command -> command.endsWith("java"))
        .orElse(false);
  }

  /** The letter for it in the table of processes; empty for a process that does not exist. */
  private static String state(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')') + 2).substring(0, 1);
    } catch (IOException e) {
      if (Files.exists(stat)) {
        throw new UncheckedIOException(e);
      }
      return "";
    }
  }
}
