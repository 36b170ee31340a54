package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MapCommandTest {
  @Test
  void resultsAreLinesAndNothingElse() {
    CommandRun run = CommandRun.of("map", "x -> x * x", "1", "2", "3", "4", "5");

    assertEquals(new CommandRun(0, "1\n4\n9\n16\n25\n", ""), run);
  }

  @Test
  void itemsComeFromStandardInputOrAFile(@TempDir Path folder) throws IOException {
    String file = Files.writeString(folder.resolve("items"), "5\n6\n").toString();

    assertEquals("2\n3\n", CommandRun.withInput("1\n2\n", "map", "x -> x + 1").out());
    assertEquals("2\n", CommandRun.withInput("1\n", "map", "-a", "-", "x -> x + 1").out());
    assertEquals("6\n7\n", CommandRun.of("map", "-a", file, "x -> x + 1").out());
    assertEquals("3\n1\n", CommandRun.withInput("a\nb\0c\0", "map", "-0", "x -> x.length()").out());
    assertEquals(new CommandRun(0, "", ""), CommandRun.of("map", "x -> x + 1"));
  }

  @Test
  void fileOfTheItemsIsNotWrittenTo(@TempDir Path folder) throws IOException {
    String items = Files.writeString(folder.resolve("items.json"), "1\n2\n").toString();

    for (String option : List.of("--joblog", "--timeline")) {
      CommandRun run = CommandRun.of("map", "-a", items, option, items, "x -> x");

      assertEquals(2, run.status(), option);
      assertEquals(
          "procession: " + option + ": " + items + " is the file of the items\n", run.err());
    }
    assertEquals("1\n2\n", Files.readString(Path.of(items)));
  }

  @Test
  void oneFileIsNotBothLogAndPicture(@TempDir Path folder) {
    String file = folder.resolve("both.json").toString();

    CommandRun run = CommandRun.of("map", "--joblog", file, "--timeline", file, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("both are to be " + file), run.err());
  }

  @ParameterizedTest
  @CsvSource({"--retries,-1", "--chunk-size,0"})
  void valueThatIsNotTakenIsNamedAsItWasTyped(String option, String value) {
    CommandRun run = CommandRun.of("map", option, value, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("procession: " + option + ": "), run.err());
  }

  @Test
  void negativeNumbersAreItems() {
    assertEquals(
        "5\n0.5\n",
        CommandRun.of("map", "(double x) -> -x", "-5", "-.5").out().replace("5.0", "5"));
  }

  @Test
  void doubleDashEndsOptions() {
    assertEquals("-u\n--x\n", CommandRun.of("map", "--", "x -> x", "-u", "--x").out());
  }

  @Test
  void typeOptionDecides() {
    assertEquals("2\n", CommandRun.of("map", "--type", "text", "x -> x.length()", "12").out());
    assertEquals("6\n", CommandRun.of("map", "--type", "int", "x -> x / 2", "12").out());
    assertEquals(2, CommandRun.of("map", "--type", "Thing", "x -> x", "12").status());
  }

  @Test
  void resultsThatAreArraysOrNullAreReadable() {
    assertEquals("[1, 2]\n", CommandRun.of("map", "x -> new long[] {x, x + 1}", "1").out());
    assertEquals(
        "[[1], [a]]\n",
        CommandRun.of("map", "x -> new Object[] {new int[] {1}, new String[] {\"a\"}}", "1").out());
    assertEquals("null\n", CommandRun.of("map", "x -> null", "1").out());
    assertEquals("0.1\n", CommandRun.of("map", "x -> x / 10.0", "1").out());
  }

  @Test
  void tagIsTheItemBeforeEachLineOfItsResult() {
    CommandRun run =
        CommandRun.of("map", "--tag", "(String s) -> s + \"\\n\" + s.length()", "ab", "");

    assertEquals(new CommandRun(0, "ab\tab\nab\t2\n\t\n\t0\n", ""), run);
  }

  @Test
  void tagThatWouldBreakTheLineIsMadeSafe() {
    CommandRun run = CommandRun.withInput("a\tb\nc\0", "map", "-0", "--tag", "(String s) -> 1");

    assertEquals("a\\tb\\nc\t1\n", run.out());
  }

  @Test
  void tagIsNoResultWhereThereIsNone() {
    assertEquals("", CommandRun.of("map", "--tag", "(String s) -> { s.strip(); }", "a").out());
  }

  @Test
  void firstFailureEndsIt() {
    CommandRun run = CommandRun.of("map", "x -> 12 / x", "3", "0", "4");

    assertEquals(1, run.status());
    assertEquals("4\n", run.out());
    assertEquals(
        "procession: item 2 (\"0\") failed: java.lang.ArithmeticException: / by zero\n", run.err());
  }

  @Test
  void keepGoingDoesTheRest() {
    CommandRun run = CommandRun.withInput("3\n0\nx\n4\n", "map", "--keep-going", "x -> 12 / x");

    assertEquals(1, run.status());
    assertEquals("4\n3\n", run.out());
    assertTrue(run.err().contains("item 2 (\"0\", line 2 of standard input) failed"), run.err());
    assertTrue(run.err().contains("line 3 of standard input) does not fit: \"x\" is not a long"));
    assertTrue(run.err().contains("--type text"), run.err());
  }

  @Test
  void stackTracesAreForVerboseOnly() {
    assertFalse(CommandRun.of("map", "x -> 12 / x", "0").err().contains("\tat "));
    assertTrue(CommandRun.of("map", "-v", "x -> 12 / x", "0").err().contains("\tat "));
  }

  @Test
  void wrongUsageIsStatusTwoWithoutAStackTrace(@TempDir Path folder) {
    String[][] wrong = {
      {"map"},
      {"map", "--jobz", "2", "x -> x", "1"},
      {"map", "x -> x", "--jobz", "1"},
      {"map", "-j", "two", "x -> x", "1"},
      {"map", "--max-tasks-per-worker", "few", "x -> x", "1"},
      {"map", "-n", "0", "x -> x", "1"},
      {"map", "--timeout", "soon", "x -> x", "1"},
      {"map", "x -> ", "1"},
      {"map", "-a", folder.resolve("missing").toString(), "x -> x"},
      {"map", "-a", folder.toString(), "x -> x"},
      {"map", "-a", "-", "x -> x", "1"},
      {"map", "-cp", folder.resolve("missing").toString(), "x -> x", "1"},
      {"mop"},
    };
    for (String[] arguments : wrong) {
      CommandRun run = CommandRun.of(arguments);
      assertEquals(2, run.status(), String.join(" ", arguments));
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("procession: "), run.err());
      assertFalse(run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void misspelledOptionGetsASuggestion() {
    CommandRun run = CommandRun.of("map", "--keep-goin", "x -> x", "1");

    assertTrue(run.err().contains("--keep-going"), run.err());
  }

  @Test
  void flagsForWorkersAreTakenAsTheyAre() {
    assertEquals(0, CommandRun.of("map", "-R-Xss4m", "-R-Da=b", "x -> x", "1").status());
    assertEquals(0, CommandRun.of("map", "-R", "-Xss4m", "x -> x", "1").status());
    assertEquals(0, CommandRun.of("map", "--max-tasks-per-worker", "5", "x -> x", "1").status());
  }

  @Test
  void explainSaysTheCommandAndTheReasonsOnStderr() {
    CommandRun run = CommandRun.of("map", "--explain", "x -> x", "1");

    assertEquals("1\n", run.out());
    assertEquals(
        """
        Each worker is started as
          java     # the coordinator's own JDK
          -Xmx64m  # a share of the machine's memory
        """,
        run.err());
  }

  @Test
  void closedOutputEndsEndlessInputQuietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandRun run = CommandRun.with(new EndlessLines(), closed, "map", "(String x) -> x");

    assertEquals(0, run.status());
    assertEquals("", run.err());
  }

  @Test
  void outputThatFailsOtherwiseIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    CommandRun run = CommandRun.with(InputStream.nullInputStream(), full, "map", "x -> x", "1");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("No space left on device"), run.err());
  }

  @Test
  void helpFitsAScreenAndHasThreeExamples() {
    String help = CommandRun.of("map", "--help").out();

    assertTrue(help.lines().count() <= 48, help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    assertEquals(3, help.lines().filter(line -> line.matches(" .*procession map .*")).count());
  }

  @Test
  void helpAndVersionGoToStdout() {
    String[][] all = {
      {},
      {"-h"},
      {"map", "-h"},
      {"compare", "-h"},
      {"doctor", "-h"},
      {"completion", "-h"},
      {"-V"},
      {"map", "-V"}
    };
    for (String[] arguments : all) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CommandRun run = CommandRun.with(InputStream.nullInputStream(), out, arguments);

      assertEquals(0, run.status());
      assertEquals("", run.err());
      assertTrue(run.out().contains("rocession"), run.out());
      assertTrue(run.out().lines().allMatch(line -> line.length() <= 80), run.out());
    }
  }
}
