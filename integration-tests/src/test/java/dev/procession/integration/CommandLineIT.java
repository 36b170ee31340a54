package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar procession.jar}, beyond what the documents show. */
final class CommandLineIT {
  private static final String HEAP =
      "x -> (Runtime.getRuntime().maxMemory() <= 48L << 20) + \" \" + Integer.getInteger(\"mine\")";

  @TempDir private Path folder;

  @Test
  void itemsComeFromFileEndedByNul() throws IOException {
    Path items = Files.writeString(folder.resolve("items"), "a b\0c\nd\0");

    Ended ended =
        run("", "map", "-j", "1", "-0", "-a", items.toString(), "(String s) -> s.length()");

    assertEquals(List.of("3", "3"), ended.expect(0).lines());
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
    assertTrue(ended.err().contains("the configured heap size"), ended.err());
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

  private Ended run(String input, String... arguments) {
    return ProcessionCommand.runWithInput(folder, input, arguments);
  }
}
