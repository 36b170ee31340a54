package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession compare} with real workers. */
final class CompareIT {
  @TempDir private Path folder;

  @Test
  void lambdaIsTimedInThreeWays() {
    Ended ended = compare("1\n2\n3\n4\n", "-j", "2", "x -> x * x").expect(0);

    assertEquals("", ended.err());
    assertEquals(
        List.of("sequential", "threads", "processes"),
        ended.lines().subList(1, 4).stream().map(line -> line.replaceAll(" .*", "")).toList());
    assertTrue(ended.lines().contains("Results agree."), ended.out());
    assertTrue(ended.out().matches("(?s).*\nUse (neither|threads|processes): .*"), ended.out());
  }

  @Tag("extended")
  @Test
  void methodOfTheUsersClassPathIsFoundInAllWays() throws IOException {
    Path source = folder.resolve("Mine.java");
    Files.writeString(
        source, "public class Mine { public static String shout(String s) { return s + \"!\"; } }");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());

    Ended ended = compare("", "-j", "2", "-cp", folder.toString(), "Mine::shout", "a", "b");

    assertEquals(0, compiled);
    assertTrue(ended.expect(0).lines().contains("Results agree."), ended.out());
  }

  @Tag("extended")
  @Test
  void lambdaOfJsonIsTimedToo() {
    Ended ended =
        compare("", "-j", "1", "--input", "jsonl", "m -> m.get(\"a\")", "{\"a\":1}", "{\"a\":2}");

    assertTrue(ended.expect(0).lines().contains("Results agree."), ended.out());
  }

  @Tag("extended")
  @Test
  void whatDependsOnTheProcessIsReported() {
    Ended ended = compare("", "-j", "1", "x -> ProcessHandle.current().pid()", "1", "2").expect(1);

    assertEquals("", ended.err());
    assertTrue(
        ended.out().matches("(?s).*\nResults differ: item 1 .*, but sequentially \"\\d+\"\\..*"),
        ended.out());
  }

  @Tag("extended")
  @Test
  void functionThatEndsItsProcessIsAnItemThatFails() {
    Ended ended = compare("", "-j", "1", "x -> { System.exit(0); return x; }", "1").expect(1);

    assertEquals("", ended.out());
    assertTrue(ended.err().startsWith("procession: in processes, item 1 (\"1\") "), ended.err());
  }

  @Tag("extended")
  @Test
  void workersThatDoNotStartAreStatusThree() {
    Ended ended = compare("", "-R-XX:NoSuchOption", "x -> x", "1").expect(3);

    assertEquals("", ended.out());
    assertTrue(ended.err().contains("NoSuchOption"), ended.err());
  }

  @Tag("extended")
  @Test
  void launcherLetsItsJvmCompileAsWorkersDo() {
    String isLimited =
        "x -> java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()"
            + ".contains(\"-XX:TieredStopAtLevel=1\")";
    Path root = Path.of(System.getProperty("procession.root"));

    try (Jvm launched =
        Jvm.start(root, List.of("./procession", "compare", "-j", "1", isLimited, "1"))) {
      assertTrue(launched.end().expect(0).lines().contains("Results agree."));
    }
  }

  private static Ended compare(String input, String... arguments) {
    List<String> compare = new ArrayList<>(List.of("compare"));
    compare.addAll(List.of(arguments));
    return ProcessionCommand.runWithInput(
        Path.of("").toAbsolutePath(), input, compare.toArray(String[]::new));
  }
}
