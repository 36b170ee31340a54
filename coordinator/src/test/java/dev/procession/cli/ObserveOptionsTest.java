package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shows how workers work, as far as no process is needed. */
class ObserveOptionsTest {
  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "compare"})
  void otherEndingIsUsageErrorThatNamesBoth(String command) {
    CommandRun run = CommandRun.of(command, "--timeline", file("a.txt"), "x -> x", "1");

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertEquals(
        "procession: --timeline: "
            + file("a.txt")
            + " must end with .html, for a web page, or with .json, for Perfetto\n",
        run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "compare"})
  void unwritablePlaceIsNamedBeforeTheWork(String command) {
    CommandRun run = CommandRun.of(command, "--timeline", file("no/a.html"), "x -> x", "1");

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertEquals(
        "procession: --timeline: cannot write %s: there is no folder %s\n"
            .formatted(file("no/a.html"), file("no")),
        run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "compare"})
  void livePageIsServedWhileTheWorkIsDone(String command) {
    CommandRun run = CommandRun.of(command, "--live", "x -> x", "1");

    assertEquals(0, run.status(), run.err());
    assertTrue(
        run.err().matches("(?s)See it live: http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/\n.*"),
        run.err());
  }

  @Test
  void killingNeedsThePage() {
    CommandRun run = CommandRun.of("map", "--allow-kill", "x -> x", "1");

    assertEquals(2, run.status());
    assertEquals("procession: --allow-kill needs --live\n", run.err());
  }

  @Test
  void portThatIsNoneIsNamed() {
    CommandRun run = CommandRun.of("map", "--live=70000", "x -> x", "1");

    assertEquals(2, run.status());
    assertEquals("procession: --live: the port must be 0 to 65535, not 70000\n", run.err());
  }

  @Test
  void portInUseIsNamedBeforeTheWork() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      CommandRun run = CommandRun.of("map", "--live=" + port, "x -> x", "1");

      assertEquals(2, run.status());
      assertEquals("", run.out());
      assertEquals(
          "procession: --live: port "
              + port
              + " is not available: Address already in use; omit it for any free port\n",
          run.err());
    }
  }

  @Test
  void demoNeedsALessonToShow() {
    CommandRun run = CommandRun.of("demo", "--timeline", file("a.html"));

    assertEquals(2, run.status());
    assertTrue(run.err().contains("squares"), run.err());
  }

  @Test
  void lessonsRefuseItToo() {
    CommandRun run = CommandRun.of("demo", "squares", "--timeline", file("no/a.html"));

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains(file("no")), run.err());
  }

  @Test
  void fileIsWrittenWhenAnItemFails() throws IOException {
    CommandRun run = CommandRun.of("map", "--timeline", file("a.html"), "x -> 1 / x", "1", "0");

    assertEquals(1, run.status());
    assertEquals("1\n", run.out());
    assertTrue(
        Files.readString(folder.resolve("a.html"))
            .contains("<title>procession map x -> 1 / x</title>"));
  }

  @Test
  void longFunctionIsCutInTheTitle() throws IOException {
    String function = "x -> x" + " + 0".repeat(1000);

    assertEquals(0, CommandRun.of("map", "--timeline", file("a.json"), function, "1").status());

    assertTrue(Files.size(folder.resolve("a.json")) < 1000);
  }

  @Test
  void fileIsLeftAloneWhereTheCommandIsWrong() throws IOException {
    Files.writeString(folder.resolve("a.html"), "before");

    CommandRun run = CommandRun.of("map", "--timeline", file("a.html"), "x -> y", "1");

    assertEquals(2, run.status());
    assertEquals("before", Files.readString(folder.resolve("a.html")));
  }

  @Test
  void fileThatCannotBeWrittenInTheEndIsAFailure() throws IOException {
    Path file = folder.resolve("a.html");

    CommandRun run =
        CommandRun.of(
            "map",
            "--timeline",
            file.toString(),
            "(Path p) -> Files.createDirectories(p.resolve(\"x\"))",
            file.toString());

    assertEquals(1, run.status());
    assertEquals(file + "/x\n", run.out());
    assertTrue(run.err().startsWith("procession: cannot write the timeline " + file), run.err());
  }

  @Test
  void helpSaysWhatItIs() {
    for (String command : new String[] {"map", "compare", "demo"}) {
      String help = CommandRun.of(command, "-h").out();

      assertTrue(help.contains("--timeline=FILE"), help);
      assertTrue(help.contains("--trace"), help);
      assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    }
  }
}
