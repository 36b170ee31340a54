package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever ends a program that did not close its pool, no folder of the pool stays. Only whole
 * programs can show it: the last of the folder goes when the JVM does.
 */
final class PoolFolderIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int TERMINATED = 143;

  /** The folder, and a page and an argument file for each. */
  private static final int FILES_OF_TWO_STARTS = 5;

  @TempDir private Path folder;

  private Path temporary;

  @BeforeEach
  void makeTemporaryFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @Test
  void terminatedProgramLeavesNothing() {
    try (Jvm program = start(Programs.Idle.class)) {
      program.awaitLines(2);

      program.terminate();

      assertEquals(TERMINATED, program.end().exitCode());
      assertNothingStays();
    }
  }

  @Tag("extended")
  @Test
  void programThatIsTerminatedTogetherWithItsWorkersLeavesNothing() {
    try (Jvm program = start(Programs.Idle.class)) {
      List<Long> workers = program.awaitLines(2).stream().map(Long::valueOf).toList();

      workers.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
      program.terminate();

      assertEquals(TERMINATED, program.end().exitCode());
      assertNothingStays();
    }
  }

  @Tag("extended")
  @Test
  void programThatIsTerminatedWhileItsWorkersStartLeavesNothing() throws Exception {
    try (Jvm program = start(Programs.Starting.class, slowJava(), Gate.closed().folder())) {
      await().atMost(SOON).until(() -> files().size() == FILES_OF_TWO_STARTS);

      program.terminate();

      assertEquals(TERMINATED, program.end().exitCode());
      assertNothingStays();
    }
  }

  @Tag("extended")
  @Test
  void programThatEndsWhileItsWorkersStartLeavesNothing() throws Exception {
    Gate gate = Gate.closed();
    try (Jvm program = start(Programs.Starting.class, slowJava(), gate.folder())) {
      await().atMost(SOON).until(() -> files().size() == FILES_OF_TWO_STARTS);

      gate.open();

      assertEquals(0, program.end().exitCode());
      assertNothingStays();
    }
  }

  /** One that says nothing until its coordinator is gone. */
  private String slowJava() throws IOException {
    return FakeJava.running(folder.resolve("slow"), "exec cat <&4").toString();
  }

  private Jvm start(Class<?> program, String... arguments) {
    return Jvm.startMain(List.of("-Djava.io.tmpdir=" + temporary), program, arguments);
  }

  private void assertNothingStays() {
    await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(), files()));
  }

  /** The pool's folder and what is in it. */
  private List<Path> files() {
    try (Stream<Path> all = Files.walk(temporary, 2)) {
      return all.filter(path -> path.toString().contains("procession-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
