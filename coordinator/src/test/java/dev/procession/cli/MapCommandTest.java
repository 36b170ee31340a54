package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void functionMayBeInAFile(@TempDir Path folder) throws IOException {
    String lambda = write(folder, "squared.txt", "// Squares.\nx ->\n  x * x\n");

    assertEquals("1\n4\n", CommandRun.of("map", "-f", lambda, "1", "2").out());
    assertEquals("9\n", CommandRun.withInput("3\n", "map", "-f", lambda).out());
    assertEquals(
        "2\n3\n", CommandRun.of("map", "-f", write(folder, "m", "Math::abs"), "-2", "3").out());
  }

  @Test
  void functionMayBeASourceFile(@TempDir Path folder) throws IOException {
    String source =
        """
        package com.acme;

        import java.util.List;

        final class Parser {
          record Point(int x, int y) {}

          static Point parse(String text) {
            List<String> parts = split(text);
            return new Point(Integer.parseInt(parts.get(0)), Integer.parseInt(parts.get(1)));
          }

          private static List<String> split(String text) {
            return List.of(text.split(","));
          }

          public static void main(String[] words) {}
        }
        """;
    String file = write(folder, "Parser.java", source);

    assertEquals(
        new CommandRun(0, "Point[x=1, y=2]\n", ""), CommandRun.of("map", "-f", file, "1,2"));
    String function =
        "class F implements java.util.function.Function<String, Integer> {"
            + " public Integer apply(String text) { return text.length(); } }";
    assertEquals(
        "3\n", CommandRun.of("map", "-f", write(folder, "Any.java", function), "abc").out());
  }

  @Test
  void mistakesInAFileOfTheFunctionAreNamed(@TempDir Path folder) throws IOException {
    String wrong =
        write(folder, "Wrong.java", "class Wrong {\n  static int f(int x) { return y; }\n}");
    String two =
        "class Two { static int a(int x) { return x; } static int b(int x) { return x; } }";
    String none = write(folder, "None.java", "class None {}");
    String missing = folder.resolve("missing").toString();

    String message =
        """
        procession: -f: Wrong.java does not compile: line 2: cannot find symbol
            static int f(int x) { return y; }
                                         ^
          symbol:   variable y
        """;
    assertEquals(message, CommandRun.of("map", "-f", wrong, "1").err());
    assertTrue(
        CommandRun.of("map", "-f", write(folder, "Two.java", two), "1")
            .err()
            .contains("the class Two has several methods that take one item, a, b; name the one"));
    assertTrue(CommandRun.of("map", "-f", none, "1").err().contains("no method that takes one"));
    assertEquals(
        "procession: -f: there is no file " + missing + "\n",
        CommandRun.of("map", "-f", missing, "1").err());
  }

  private static String write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void fileOfTheItemsIsNotWrittenTo(@TempDir Path folder) throws IOException {
    String items = Files.writeString(folder.resolve("items.json"), "1\n2\n").toString();

    for (String option : List.of("--joblog", "--timeline")) {
      CommandRun run = CommandRun.of("map", "-a", items, option, items, "x -> x");

      assertEquals(2, run.status(), option);
      assertEquals("procession: " + option + ": " + items + " is the input file\n", run.err());
    }
    assertEquals("1\n2\n", Files.readString(Path.of(items)));
  }

  @Test
  void oneFileIsNotBothLogAndPicture(@TempDir Path folder) {
    String file = folder.resolve("both.json").toString();

    CommandRun run = CommandRun.of("map", "--joblog", file, "--timeline", file, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("name the same file: " + file), run.err());
  }

  @ParameterizedTest
  @CsvSource({"--retries,-1", "--chunk-size,0"})
  void valueThatIsNotTakenIsNamedAsItWasTyped(String option, String value) {
    CommandRun run = CommandRun.of("map", option, value, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("procession: " + option + ": must be "), run.err());
  }

  @Test
  void fileNamesAreBytes() throws IOException {
    byte[] names = {'a', 0, 'c', (byte) 0xE9, 0};
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    CommandRun run =
        CommandRun.with(
            new ByteArrayInputStream(names), out, "map", "-0", "--tag", "(Path p) -> p");

    assertEquals(0, run.status(), run.err());
    assertEquals("a\ta\nc\u00e9\tc\u00e9\n", out.toString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(String s) -> s", "s -> s", "(File f) -> f", "(Object o) -> o"})
  void whatCannotTakeBytesIsAFailedItem(String function) {
    byte[] names = {'a', '\n', 'c', (byte) 0xE9, '\n', 'z', '\n'};
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    CommandRun run =
        CommandRun.with(new ByteArrayInputStream(names), out, "map", "--keep-going", function);

    assertEquals(1, run.status());
    assertEquals("a\nz\n", out.toString(StandardCharsets.UTF_8));
    String said =
        "procession: item 2 (\"c\\xE9\", line 2 of standard input) does not fit: \"c\\xE9\" is not"
            + " UTF-8 text;";
    assertTrue(run.err().startsWith(said), run.err());
    assertFalse(run.err().contains("--type text"), run.err());
  }

  @Test
  void bytesAreAnItemToo() {
    byte[] items = {(byte) 0xFF, '\n'};
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    CommandRun run =
        CommandRun.with(new ByteArrayInputStream(items), out, "map", "(byte[] b) -> b[0]");

    assertEquals("-1\n", out.toString(StandardCharsets.UTF_8), run.err());
  }

  @Test
  void itemsAreWhatIsWritten() {
    assertEquals(
        new CommandRun(0, "007\n@home\n1e3\n", ""),
        CommandRun.of("map", "x -> x", "007", "@home", "1e3"));
    assertEquals("7\n", CommandRun.of("map", "--type", "long", "x -> x", "007").out());
    assertEquals("7\n", CommandRun.of("map", "(int x) -> x", "+07").out());
  }

  @ParameterizedTest
  @CsvSource({
    "1,007,7,long",
    "1,+1,1,long",
    "1.5,1.10,1.1,double",
    "1.5,1e3,1000.0,double",
    "1.5,9007199254740993,9.007199254740992E15,double"
  })
  void numberThatWouldPrintOtherwiseAfterTheFirstFails(
      String first, String second, String changed, String type) {
    CommandRun run = CommandRun.of("map", "x -> x", first, second);

    assertEquals(1, run.status());
    assertEquals(first + "\n", run.out());
    String why =
        "item 2 (\"%s\") does not fit: \"%s\" would become %s as a %s, which --type %s accepts"
            .formatted(second, second, changed, type, type);
    assertTrue(run.err().startsWith("procession: " + why), run.err());
    assertEquals(0, CommandRun.of("map", "--type", type, "x -> x", first, second).status());
  }

  @Test
  void wholeNumberIsADoubleAmongDoubles() {
    assertEquals("3.0\n4.0\n", CommandRun.of("map", "x -> x * 2", "1.5", "2").out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-R-Xss4m",
        "-R-Dx=1",
        "-R-ea",
        "-R-esa",
        "-R-enableassertions",
        "-R-verbose:gc",
        "-R-agentlib:x",
        "-R-javaagent:/x.jar",
        "-R=-ea",
        "-R=-XX:+UseG1GC",
        "-R--enable-preview",
        "-R-noverify",
        "-R-jobs",
        "-R--help",
        "-R-h"
      })
  void anyFlagOfAJvmIsTaken(String argument) {
    assertEquals(
        new CommandRun(0, "5\n", ""), CommandRun.of("map", argument, "-R", "-ea", "x -> x", "5"));
  }

  @Test
  void flagThatIsNotGivenIsAskedFor() {
    CommandRun run = CommandRun.of("map", "-R");

    assertEquals(2, run.status());
    assertTrue(run.err().startsWith("procession: -R needs a flag"), run.err());
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
  void elementsOfStreamsIteratorsAndArraysArePrinted() {
    String[][] all = {
      {"x -> LongStream.range(0, x)", "0\n1\n"},
      {"x -> Stream.empty()", ""},
      {"x -> Stream.of(new int[] {1, 2}, Path.of(\"a\"), null)", "[1, 2]\na\nnull\n"},
      {"x -> List.of(7, 8).iterator()", "7\n8\n"},
      {"x -> List.of(7, 8)", "[7, 8]\n"},
      {"x -> new long[0]", ""},
      {"x -> \"\"", "\n"},
      {"x -> \"bytes\".getBytes()", "bytes\n"},
      {"x -> new CRC32().getValue()", "0\n"},
    };
    for (String[] one : all) {
      assertEquals(one[1], CommandRun.of("map", one[0], "2").out(), one[0]);
    }
    assertEquals(
        "[0,1]\n",
        CommandRun.of("map", "--output", "jsonl", "x -> LongStream.range(0, x)", "2").out());
  }

  @Test
  void resultsThatAreArraysOrNullAreReadable() {
    assertEquals("1\n2\n", CommandRun.of("map", "x -> new long[] {x, x + 1}", "1").out());
    assertEquals(
        "[1]\n[a]\n",
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
          java                                          # the coordinator's own JDK
          -Xmx64m                                       # a share of the machine's memory
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

    assertTrue(help.lines().count() <= 60, help);
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
