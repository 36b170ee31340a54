package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar procession.jar}, beyond what README.md shows. */
final class CommandLineIT {
  private static final String SHA256 =
      "(Path p) -> HexFormat.of().formatHex(MessageDigest.getInstance(\"SHA-256\")"
          + ".digest(Files.readAllBytes(p))) + \"  \" + p";

  private static final String HEAP =
      "x -> (Runtime.getRuntime().maxMemory() <= 48L << 20) + \" \" + Integer.getInteger(\"mine\")";

  @TempDir private Path folder;

  @Test
  void resultsAreAllThatIsOnStandardOutput() {
    Ended ended = run("", "map", "-j", "2", "x -> x * x", "1", "2", "3", "4", "5").expect(0);

    assertEquals("1\n4\n9\n16\n25\n", ended.out());
    assertEquals("", ended.err());
  }

  @Test
  void itemsComeFromFileEndedByNul() throws IOException {
    Path items = Files.writeString(folder.resolve("items"), "a b\0c\nd\0");

    Ended ended =
        run("", "map", "-j", "1", "-0", "-a", items.toString(), "(String s) -> s.length()");

    assertEquals(List.of("3", "3"), ended.expect(0).lines());
  }

  @Test
  void sha256OfRealFilesIsWhatOthersSay() throws Exception {
    List<Path> files = realFiles();
    String input = String.join("\n", files.stream().map(Path::toString).toList()) + "\n";

    Ended ended = run(input, "map", "-j", "2", SHA256).expect(0);

    assertEquals(expectedDigests(files), ended.lines());
  }

  private static List<Path> realFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : List.of("conf", "lib/security")) {
      Path root = Jvm.ownHome().resolve(part);
      if (Files.isDirectory(root)) {
        try (Stream<Path> found = Files.walk(root)) {
          found.filter(Files::isRegularFile).filter(Files::isReadable).sorted().forEach(files::add);
        }
      }
    }
    assertFalse(files.isEmpty());
    return files;
  }

  private List<String> expectedDigests(List<Path> files) throws Exception {
    List<String> command = new ArrayList<>(List.of("sha256sum"));
    files.forEach(file -> command.add(file.toString()));
    try (Jvm sha256sum = Jvm.start(folder, command)) {
      return sha256sum.end().expect(0).lines();
    } catch (UncheckedIOException e) {
      // There is no such program here.
      List<String> digests = new ArrayList<>();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        digests.add(HexFormat.of().formatHex(digest.digest(bytes)) + "  " + file);
      }
      return digests;
    }
  }

  @Test
  void printsOfTasksGoToStandardErrorWithTheWorker() {
    Ended ended =
        run(
                "",
                "map",
                "-j",
                "1",
                "x -> { System.out.println(\"at \" + x);"
                    + " new ProcessBuilder(\"sh\", \"-c\", \"echo noise\").inheritIO().start().waitFor();"
                    + " return System.in.read(); }",
                "1")
            .expect(0);

    assertEquals("-1\n", ended.out());
    assertTrue(ended.err().contains("[worker 0] at 1"), ended.err());
    assertTrue(ended.err().contains("[worker 0] noise"), ended.err());
  }

  @Test
  void failedItemEndsWithOneAndItsMessage() {
    Ended ended = run("", "map", "-j", "1", "x -> 6 / x", "0").expect(1);

    assertEquals("", ended.out());
    assertTrue(ended.err().contains("/ by zero"), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }

  @Test
  void lambdaThatDoesNotCompileIsUsageErrorWithCaret() {
    Ended ended = run("", "map", "x -> x *", "1").expect(2);

    assertEquals("", ended.out());
    assertTrue(ended.err().contains("x -> x *"), ended.err());
    assertTrue(ended.err().contains("^"), ended.err());
    assertFalse(ended.err().contains("\tat "), ended.err());
  }

  @Test
  void unknownOptionIsUsageError() {
    run("", "map", "--no-such-option", "x -> x", "1").expect(2);
  }

  @Test
  void workersThatDoNotStartEndWithThree() {
    Ended ended = run("", "map", "-j", "1", "-R-XX:+NoSuchFlag", "x -> x", "1").expect(3);

    assertTrue(ended.err().contains("NoSuchFlag"), ended.err());
  }

  @Test
  void optionsForTheWorkersReachThem() {
    Ended ended =
        run("", "map", "-j", "1", "--max-heap", "48m", "-R-Dmine=7", "--explain", HEAP, "1");

    assertEquals("true 7\n", ended.expect(0).out());
    assertTrue(ended.err().contains("-Dmine=7"), ended.err());
    assertTrue(ended.err().contains("the heap that was asked for"), ended.err());
  }

  @Test
  void chunksAndOrderMakeNoDifferenceToWhatIsComputed() {
    String items = "3\n1\n2\n5\n4\n";

    Ended ended = run(items, "map", "-j", "2", "-n", "2", "-u", "x -> x * 10").expect(0);

    assertEquals(List.of("10", "20", "30", "40", "50"), ended.lines().stream().sorted().toList());
  }

  @Test
  void methodsOfTheUsersClassPathCanBeNamed() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Mine.java"),
            "public class Mine { public static String shout(String s) { return s + \"!\"; } }");
    Path classes = Files.createDirectory(folder.resolve("classes ä"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());

    Ended ended = run("", "map", "-j", "1", "--class-path", classes.toString(), "Mine::shout", "a");

    assertEquals(0, compiled);
    assertEquals("a!\n", ended.expect(0).out());
  }

  @Test
  void keepGoingReportsFailuresAndDoesTheRest() {
    Ended ended = run("", "map", "-j", "1", "--keep-going", "x -> 6 / x", "1", "0", "2").expect(1);

    assertEquals("6\n3\n", ended.out());
    assertTrue(ended.err().contains("item 2"), ended.err());
  }

  @Test
  void closedStandardOutputEndsItQuietly() {
    String script =
        "'%s' -jar '%s' map -j 2 'x -> x' $(seq 1 5000) | head -n 1"
            .formatted(Jvm.java(Jvm.ownHome()), Jvm.processionJar());
    try (Jvm shell = Jvm.start(folder, List.of("sh", "-c", script))) {
      Ended ended = shell.end().expect(0);

      assertEquals("1\n", ended.out());
      assertEquals("", ended.err());
    }
  }

  private Ended run(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Jvm.java(Jvm.ownHome()));
    command.addAll(List.of("-jar", Jvm.processionJar().toString()));
    command.addAll(List.of(arguments));
    try (Jvm program = Jvm.start(folder, command, input)) {
      return program.end();
    }
  }
}
