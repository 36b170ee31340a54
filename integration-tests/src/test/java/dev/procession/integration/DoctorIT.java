package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession doctor} on this machine. */
final class DoctorIT {
  @TempDir private Path folder;

  @Test
  void realWorkerIsStartedAndExplained() {
    Ended ended = doctor(folder).expect(0);

    assertEquals("", ended.err());
    assertTrue(ended.out().startsWith("JDK         " + Runtime.version() + ", "), ended.out());
    for (String line :
        List.of(
            "Processors  \\d+.*",
            "Memory      \\d+ MiB.*",
            "Heap        -Xmx\\d+m for each worker: .*",
            "Archive     none yet",
            "Start       a worker starts and runs a task",
            "  -XX:\\+UseSerialGC +# .+")) {
      assertEquals(1, ended.lines().stream().filter(l -> l.matches(line)).count(), ended.out());
    }
  }

  @Tag("extended")
  @Test
  void preparedArchiveNeedsNoAdvice() {
    run(List.of("-Dprocession.archives=" + folder), "prepare").expect(0);

    Ended ended = doctor(folder).expect(0);

    assertTrue(ended.out().contains("\nArchive     present: "), ended.out());
    assertFalse(ended.out().contains("procession prepare"), ended.out());
  }

  private static Ended doctor(Path archives) {
    return run(List.of("-Dprocession.archives=" + archives), "doctor");
  }

  private static Ended run(List<String> jvmArgs, String subcommand) {
    return ProcessionCommand.runWithJvmArgs(Path.of("").toAbsolutePath(), jvmArgs, subcommand);
  }
}
