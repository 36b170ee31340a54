package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code prepare} for a program; the program is the command itself. */
class PrepareIT {
  private static final String PROGRAM = "dev.procession.cli.Main";

  @TempDir private Path folder;

  private Jvm.Ended procession(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Jvm.java(Jvm.ownHome()));
    command.addAll(flags);
    command.addAll(List.of("-cp", Jvm.processionJar().toString(), PROGRAM));
    command.addAll(List.of(arguments));
    try (Jvm run = Jvm.start(folder, command)) {
      return run.end();
    }
  }

  private Jvm.Ended prepared(Path archive, String... program) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("prepare", "-cp", Jvm.processionJar().toString(), "-o"));
    arguments.add(archive.toString());
    arguments.addAll(List.of(program));
    return procession(List.of(), arguments.toArray(String[]::new));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void programStartsFromItsArchiveWithThePrintedFlags() throws IOException {
    Path archive = folder.resolve("own.archive");

    Jvm.Ended made = prepared(archive, PROGRAM, "--version").expect(0);
    List<String> flags = new ArrayList<>(List.of(made.lines().get(0).split(" ")));
    flags.add("-Xlog:class+load:file=" + folder.resolve("classes.txt") + "::filecount=0");
    procession(flags, "--version").expect(0);

    assertTrue(made.err().contains("procession "), made.err());
    boolean isUsed =
        Files.readAllLines(folder.resolve("classes.txt")).stream()
            .anyMatch(line -> line.contains(PROGRAM) && line.contains("shared objects file"));
    assertTrue(isUsed, "the program's main class came from the jar");
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void missingArchiveIsNoReasonForTheProgramToFail() throws IOException {
    Path archive = folder.resolve("own.archive");
    Jvm.Ended made = prepared(archive, PROGRAM, "--version").expect(0);
    List<String> flags = List.of(made.lines().get(0).split(" "));
    Files.delete(archive);

    Jvm.Ended run = procession(flags, "--version").expect(0);

    assertEquals("", run.err().replaceAll("(?m)^procession .*\\R?", ""));
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void programThatFailsLeavesNoArchive() throws IOException {
    Jvm.Ended made = prepared(folder.resolve("own.archive"), PROGRAM, "no-such-command");

    assertEquals(1, made.exitCode());
    assertTrue(
        made.err().contains("no archive was written: the program ended with exit code 2"),
        made.err());
    assertFalse(made.err().contains("\tat "), made.err());
    assertEquals(List.of(), files());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void classPathWithFolderIsRefused() {
    Jvm.Ended made = procession(List.of(), "prepare", "-cp", folder.toString(), "com.acme.Main");

    assertEquals(2, made.exitCode());
    assertTrue(made.err().contains("is a folder"), made.err());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void mainClassWithoutClassPathIsRefused() {
    Jvm.Ended made = procession(List.of(), "prepare", "com.acme.Main");

    assertEquals(2, made.exitCode());
    assertTrue(made.err().contains("prepare -cp app.jar com.acme.Main"), made.err());
  }
}
