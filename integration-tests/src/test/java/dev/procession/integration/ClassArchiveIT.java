package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of class data from which workers start faster: made, used, and done without. */
final class ClassArchiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SQUARES = "1\n4\n9\n";

  /** Where the archive was made that most tests start from, and nothing else is. */
  @TempDir private static Path prepared;

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() {
    runWith(prepared, Jvm.processionJar(), "prepare").expect(0);
  }

  /** Keeps a pool open until there is an archive in the folder that it is given, or for ever. */
  static final class Patient {
    public static void main(String[] arguments) throws IOException {
      try (ProcessPool pool = ProcessPool.create(1)) {
        System.out.println(pool.submit(() -> 1).join());
        while (archives(Path.of(arguments[0])).isEmpty()) {
          LockSupport.parkNanos(50_000_000);
        }
      }
      System.out.println(ProcessHandle.current().children().count());
    }
  }

  @Test
  void preparedArchiveIsWhatWorkersStartFrom() throws IOException {
    assertEquals(1, archives(prepared).size());

    Path log = folder.resolve("loaded.log");
    // One worker: another would write to the same file.
    Jvm.Ended ended = squares(prepared, "-j1", "-R-Xlog:class+load:file=" + log);

    assertEquals(SQUARES, ended.out());
    assertEquals("", ended.err());
    try (Stream<String> lines = Files.lines(log)) {
      List<String> runner = lines.filter(l -> l.contains(".worker.Runner source:")).toList();
      assertTrue(runner.get(0).contains("shared objects file"), runner.toString());
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void preparingTwiceMakesItOnce() throws IOException {
    List<Path> first = archives(prepared);

    runWith(prepared, Jvm.processionJar(), "prepare").expect(0);

    assertEquals(first, archives(prepared));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void damagedArchiveIsPassedBy() throws IOException {
    Path archive = archives(prepared).get(0);
    byte[] bytes = Files.readAllBytes(archive);
    for (int i = bytes.length / 4; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i);
    }
    Files.write(folder.resolve(archive.getFileName()), bytes);

    Jvm.Ended ended = squares(folder);

    assertEquals(SQUARES, ended.out());
    assertEquals("", ended.err());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void archiveOfOtherJarsIsPassedBy() throws IOException {
    Path copy = Files.copy(Jvm.processionJar(), folder.resolve("copy.jar"));

    Jvm.Ended ended = runWith(prepared, copy, "map", "x -> x * x", "1", "2", "3");

    assertEquals(SQUARES, ended.expect(0).out());
    assertEquals("", ended.err());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void whereNoneCanBeMadeThatIsSaidAndPoolsWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    Jvm.Ended prepared = runWith(file.resolve("archives"), Jvm.processionJar(), "prepare");
    Jvm.Ended mapped = runWith(file.resolve("archives"), Jvm.processionJar(), "map", "x -> x", "1");

    assertEquals(3, prepared.exitCode());
    assertEquals(1, prepared.err().lines().count(), prepared.err());
    assertEquals("1\n", mapped.expect(0).out());
    assertEquals("", mapped.err());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void poolThatIsOpenForSecondsMakesItInTheBackground() throws IOException {
    try (Jvm program =
        Jvm.startMain(
            List.of("-Dprocession.archives=" + folder), Patient.class, folder.toString())) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("1", "0"), ended.lines());
      assertEquals("", ended.err());
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void makingItEndsWithTheProgramThatIsKilled() throws IOException {
    try (Jvm program =
        Jvm.startMain(
            List.of("-Dprocession.archives=" + folder), Patient.class, "/no/such/folder")) {
      await().atMost(PATIENCE).until(() -> rehearsals() > 0);

      program.kill();

      await().atMost(PATIENCE).until(() -> rehearsals() == 0);
    }
    assertFalse(archives(folder).stream().anyMatch(ClassArchiveIT::isEmpty));
  }

  private long rehearsals() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().map(l -> l.contains(folder.toString())).orElse(false)
                    && process
                        .info()
                        .commandLine()
                        .map(l -> l.contains("ArchiveTraining"))
                        .orElse(false))
        .count();
  }

  private static Jvm.Ended squares(Path archives, String... options) {
    String[] command = Stream.concat(Stream.of("map"), Stream.of(options)).toArray(String[]::new);
    String[] all =
        Stream.concat(Stream.of(command), Stream.of("x -> x * x", "1", "2", "3"))
            .toArray(String[]::new);
    return runWith(archives, Jvm.processionJar(), all).expect(0);
  }

  private static Jvm.Ended runWith(Path archives, Path jar, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Jvm.java(Jvm.ownHome()),
                    "-XX:TieredStopAtLevel=1",
                    "-Dkryo.unsafe=false",
                    "-Dprocession.archives=" + archives,
                    "-jar",
                    jar.toString()),
                Stream.of(arguments))
            .toList();
    try (Jvm program = Jvm.start(Path.of("").toAbsolutePath(), command)) {
      return program.end();
    }
  }

  private static List<Path> archives(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".archive")).toList();
    }
  }

  private static boolean isEmpty(Path file) {
    return file.toFile().length() == 0;
  }
}
