package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./procession} in a terminal: what is shown there, and Ctrl-C as it is typed. */
@Timeout(180)
final class TerminalIT {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String SLOWLY = "'x -> { Thread.sleep(400); return x; }'";
  private static final String SPIN = "'x -> { System.err.println(\"at it\"); while (true); }'";
  private static final String INTERRUPTED =
      "procession: interrupted: cancelling the remaining items; press Ctrl-C again to exit at"
          + " once";

  @TempDir private Path folder;

  @BeforeAll
  static void needsATerminal() throws InterruptedException {
    Pty.need();
  }

  @Test
  void progressIsShownOnATerminalAndGoneAtTheEnd() throws Exception {
    Path out = folder.resolve("out");
    String command = "seq 4 | ./procession map -j 2 %s >'%s'".formatted(SLOWLY, out);
    try (Pty terminal = Pty.start(command)) {
      assertEquals(0, terminal.exitCode());

      assertTrue(terminal.shown().contains("] 4/"), terminal.shown());
      assertTrue(terminal.shown().endsWith(CLEAR_LINE), terminal.shown());
      assertEquals("1\n2\n3\n4\n", Files.readString(out));
    }
  }

  @Tag("extended")
  @Test
  void progressIsNotShownWhereResultsAre() {
    try (Pty terminal = Pty.start("seq 4 | ./procession map -j 2 " + SLOWLY)) {
      assertEquals(0, terminal.exitCode());

      assertEquals("1\r\n2\r\n3\r\n4\r\n", terminal.shown());
    }
  }

  /** A terminal shows what was printed since its line was cleared last. */
  @Tag("extended")
  @Test
  void resultsAndProgressNeverShareALine() {
    String slowly = "'x -> { Thread.sleep(150); System.err.println(\"at \" + x); return x; }'";
    try (Pty terminal = Pty.start("seq 8 | ./procession map -j 2 -u -n 1 --bar " + slowly)) {
      assertEquals(0, terminal.exitCode());

      List<String> lines =
          Stream.of(terminal.shown().split("\n", -1))
              .map(line -> line.substring(line.lastIndexOf(CLEAR_LINE) + 1))
              .map(line -> line.replace(CLEAR_LINE.substring(1), "").strip())
              .toList();
      List<String> results = lines.stream().filter(line -> line.matches("\\d")).sorted().toList();
      List<String> printed =
          lines.stream().filter(line -> line.matches("\\[worker \\d] at \\d")).toList();
      assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8"), results, terminal.shown());
      assertEquals(8, printed.size(), terminal.shown());
      assertEquals(17, lines.size(), terminal.shown());
      assertEquals("", lines.get(16), terminal.shown());
      assertTrue(terminal.shown().contains("] "), terminal.shown());
    }
  }

  @Tag("extended")
  @Test
  void progressIsNotShownInAFile() throws Exception {
    Path err = folder.resolve("err");
    String command = "seq 4 | ./procession map -j 2 --bar %s >/dev/null 2>'%s'";
    try (Pty terminal = Pty.start(command.formatted(SLOWLY, err))) {
      assertEquals(0, terminal.exitCode());

      assertEquals("", terminal.shown());
      assertEquals("", Files.readString(err));
    }
  }

  @Test
  void ctrlCCancelsAndEndsWith130() {
    try (Pty terminal = Pty.start("./procession map -j 1 " + SPIN + " 1")) {
      terminal.awaitShown("at it");

      terminal.type(Pty.CTRL_C);

      assertEquals(130, terminal.exitCode());
      assertTrue(terminal.shown().contains(INTERRUPTED), terminal.shown());
    }
  }

  @Tag("extended")
  @Test
  void ctrlCTwiceEndsWith130() {
    try (Pty terminal = Pty.start("./procession map -j 1 " + SPIN + " 1")) {
      terminal.awaitShown("at it");

      terminal.type(Pty.CTRL_C + Pty.CTRL_C);

      assertEquals(130, terminal.exitCode());
      assertFalse(terminal.shown().contains("\tat "), terminal.shown());
    }
  }

  @Tag("extended")
  @Test
  void ctrlCEndsCompareWith130() {
    try (Pty terminal = Pty.start("./procession compare -j 1 " + SPIN + " 1")) {
      terminal.awaitShown("at it");

      terminal.type(Pty.CTRL_C);

      assertEquals(130, terminal.exitCode());
      assertFalse(terminal.shown().contains("Exception"), terminal.shown());
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(strings = {"demo squares", "demo runaway"})
  void ctrlCEndsWhatShowsWorkersWith130(String command) {
    try (Pty terminal = Pty.start("./procession " + command)) {
      terminal.awaitWorker();

      terminal.type(Pty.CTRL_C);

      assertEquals(130, terminal.exitCode());
      assertFalse(terminal.shown().contains("Exception"), terminal.shown());
    }
  }
}
