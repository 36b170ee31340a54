package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items and results that are JSON. */
final class JsonlTest {
  private static final String ORDER = JsonOrder.class.getName();
  private static final String LINE =
      """
      {"id": 7, "day": "2024-02-29", "file": "a/b", "more": 1, \
      "lines": [{"name": "tea", "price": 3.5}, {"name": "bun", "price": 1}]}
      """;

  @Test
  void undeclaredItemIsAMapOfWhatTheLineSays() {
    String types =
        "m -> m.entrySet().stream().map(e -> e.getKey() + \" \""
            + " + (e.getValue() == null ? null : e.getValue().getClass().getSimpleName()))"
            + ".sorted().toList()";
    String line =
        "{\"i\": 1, \"l\": 5000000000, \"d\": 1.0, \"s\": \"x\", \"b\": true, \"n\": null,"
            + " \"a\": [1], \"m\": {}}\n";

    CommandRun run = CommandRun.withInput(line, "map", "--input", "jsonl", types);

    String expected =
        "[a ArrayList, b Boolean, d Double, i Integer, l Long, m LinkedHashMap, n null, s"
            + " String]\n";
    assertEquals(new CommandRun(0, expected, ""), run);
  }

  @Test
  void declaredTypesAndTypeOptionWork() {
    assertEquals("6\n", jsonl("3", "(int x) -> x * 2").out());
    assertEquals("6.0\n", jsonl("3", "--type", "double", "x -> x * 2").out());
    assertEquals("2\n", jsonl("[1, \"a\"]", "--type", "List", "x -> x.size()").out());
    assertEquals("5\n", jsonl("{\"a\": 5}", "(Map<String, Long> m) -> m.get(\"a\") + 0L").out());
    assertEquals("3\n", jsonl("\"a\\nb\"", "String::length").out());
    assertEquals("true\n", jsonl("null", "(String s) -> s == null").out());
    assertEquals("MONDAY\n", jsonl("\"2024-01-01\"", "(LocalDate d) -> d.getDayOfWeek()").out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Double.NaN",
        "Float.POSITIVE_INFINITY",
        "new double[] {1, 1.0 / 0}",
        "List.of(0.0 / 0)"
      })
  void numberThatJsonDoesNotHaveIsRefused(String result) {
    CommandRun run = CommandRun.of("map", "--output", "jsonl", "x -> " + result, "1");

    assertEquals(1, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("is not a number in JSON"), run.err());
  }

  @Test
  void recordsAreReadWithAllThatIsInThem() {
    String lambda = "o -> o.total() + \" \" + o.day().getMonth() + \" \" + o.file().getNameCount()";

    assertEquals("4.5 FEBRUARY 2\n", jsonl(LINE, "-t", ORDER, lambda).out());
    assertEquals("4.5 FEBRUARY 2\n", jsonl(LINE, "(" + ORDER + " o)" + lambda.substring(1)).out());
    assertEquals("4.5\n", jsonl(LINE, ORDER + "::total").out());
    assertEquals("4.5\n", jsonl("[" + LINE.strip() + "]", ORDER + "::totalOf").out());
    assertEquals(
        "9.0\n",
        jsonl(
                "[" + LINE.strip() + "," + LINE.strip() + "]",
                "(List<" + ORDER + "> all) -> all.stream().mapToDouble(o -> o.total()).sum()")
            .out());
  }

  @Test
  void resultsAreOneJsonValueInALine() {
    String[][] results = {
      {"Map.of(\"a\", List.of(1, 2.5, true))", "{\"a\":[1,2.5,true]}"},
      {"\"a\\n\\\"b\"", "\"a\\n\\\"b\""},
      {"null", "null"},
      {"new int[] {1, 2}", "[1,2]"},
      {"1L << 40", "1099511627776"},
      {"LocalDate.of(2024, 2, 29)", "\"2024-02-29\""},
      {"Map.of(\"took\", Duration.ofMinutes(1))", "{\"took\":\"PT1M\"}"},
      {"Path.of(\"a/b\")", "\"a/b\""},
      {"TimeUnit.DAYS", "\"DAYS\""},
      {
        "new " + ORDER + "(1, LocalDate.EPOCH, Path.of(\"f\"), List.of())",
        "{\"id\":1,\"day\":\"1970-01-01\",\"file\":\"f\",\"lines\":[]}"
      },
    };
    for (String[] each : results) {
      CommandRun run = CommandRun.of("map", "--output", "jsonl", "x -> " + each[0], "1");
      assertEquals(new CommandRun(0, each[1] + "\n", ""), run);
    }
  }

  @Test
  void localRecordsAreResultsToo() {
    String lambda = "x -> { record Square(long of, long is) {} return new Square(x, x * x); }";

    assertEquals(
        "{\"of\":3,\"is\":9}\n", CommandRun.of("map", "--output", "jsonl", lambda, "3").out());
  }

  @Test
  void resultThatHasNoJsonFails() {
    CommandRun run = CommandRun.of("map", "--output", "jsonl", "x -> new Object()", "1");

    assertEquals(1, run.status());
    assertTrue(run.err().contains("the result cannot be written as JSON: "), run.err());
  }

  @Test
  void wrongJsonIsNamedWithItsPlace() {
    String[][] wrong = {
      {"{\"a\": }", "column 7: Unexpected character ('}'"},
      {"{\"a\": 1", "column 8: it ends too early"},
      {"{\"a\": 1} 2", "column 10: "},
      {"[1]", "column 1: Cannot deserialize value of type `java.util.LinkedHashMap"},
      {"7", "column 1: Cannot deserialize value of type `java.util.LinkedHashMap"},
      {"", "it is empty, not a JSON value"},
    };
    for (String[] each : wrong) {
      CommandRun run =
          CommandRun.withInput("{}\n" + each[0] + "\n", "map", "--input", "jsonl", "m -> m.size()");

      assertEquals(1, run.status(), each[0]);
      assertEquals("0\n", run.out());
      String start =
          "procession: item 2 (\"" + each[0] + "\", line 2 of standard input) does not fit: ";
      assertTrue(run.err().startsWith(start + each[1]), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
  }

  @Test
  void whatDoesNotFitARecordIsNamedWithItsPlaceInIt() {
    String[][] wrong = {
      {LINE.replace("3.5", "\"dear\""), "(at .lines[0].price)"},
      {LINE.replace("2024-02-29", "tomorrow"), "\"tomorrow\" is not a LocalDate"},
      {LINE.replace("\"id\": 7, ", ""), "(at .id)"},
      {LINE.replace("7", "7.5"), "(at .id)"},
    };
    for (String[] each : wrong) {
      CommandRun run = jsonl(each[0], ORDER + "::total");

      assertEquals(1, run.status());
      assertTrue(run.err().contains(each[1]), run.err());
      assertTrue(run.err().contains("does not fit: column "), run.err());
    }
  }

  @Test
  void formatsCanBeMixedAndLogged() {
    String line = "{\"a\": 1}\n";
    CommandRun run =
        CommandRun.withInput(
            line, "map", "--input", "jsonl", "--output", "jsonl", "--tag", "m -> m.get(\"a\")");

    assertEquals(new CommandRun(0, "{\"a\": 1}\t1\n", ""), run);
  }

  @Test
  void unknownFormatIsUsageError() {
    CommandRun run = CommandRun.of("map", "--input", "xml", "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("there are text, jsonl and, for input, csv"), run.err());
  }

  private static CommandRun jsonl(String line, String... more) {
    String[] arguments = new String[more.length + 3];
    System.arraycopy(new String[] {"map", "--input", "jsonl"}, 0, arguments, 0, 3);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.withInput(line.strip() + "\n", arguments);
  }
}
