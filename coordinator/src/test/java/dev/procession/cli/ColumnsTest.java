package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that have columns: from CSV, split lines, or several items at a time. */
public final class ColumnsTest {
  private static final String CSV = "name,cents\ntea,350\n\"bun, \"\"large\"\"\",120\n";

  private static final String ORDER = Order.class.getCanonicalName();

  private static final String HERE = ColumnsTest.class.getName();

  /** What a row of the table may be made into. */
  public record Order(int cents, String name) {}

  @Test
  void columnsOfCsvAreParametersAMapAListOrARecord() {
    String[][] all = {
      {"--header", "(a, b) -> a + (b + 1)", "tea351\nbun, \"large\"121\n"},
      {"--header", "(String a, int b) -> b + 1", "351\n121\n"},
      {"--header", "m -> m.get(\"name\").length()", "3\n12\n"},
      {"--header", "(String[] f) -> f[1]", "350\n120\n"},
      {"--header", "(" + ORDER + " o) -> o.cents() * 2", "700\n240\n"},
      {"-k", "l -> l.get(1)", "cents\n350\n120\n"},
    };
    for (String[] one : all) {
      assertEquals(one[2], map(CSV, "--input", "csv", one[0], one[1]).out(), one[1]);
    }
  }

  @Test
  void linesAreSplitAndItemsTakenTogether() {
    assertEquals("b\n", map("a;b;\n", "--colsep", ";", "(a, b, c) -> b + c").out());
    assertEquals("3\n7\n", map("1\n2\n3\n4\n", "-N", "2", "(a, b) -> a + b").out());
    assertEquals("[1, 2]\n[3]\n", map("1\n2\n3\n", "-N", "2", "l -> l").out());
    assertEquals("b c\n", CommandRun.of("map", "--input", "csv", "(a, b) -> b", "a,\"b c\"").out());
    assertEquals(
        "b-a\n", CommandRun.of("map", "-N", "2", "(a, b) -> b + '-' + a", ":::", "a", "b").out());
  }

  @Test
  void valuesAreNotChangedInSilence() {
    CommandRun run = map("1,2\n1,007\n", "--colsep", ",", "--keep-going", "(a, b) -> a + b");

    assertEquals("3\n", run.out());
    assertTrue(run.err().contains("\"007\" would become 7 as a long"), run.err());
  }

  @Test
  void mistakesWithColumnsAreOneLine() {
    String[][] all = {
      {"2", "(a, b) -> a", "the lambda has 2 parameters, and an item is one text"},
      {"2", "--header", "x -> x", "--header needs columns"},
      {"2", "-N", "0", "x -> x", "-N: must be at least 1"},
      {"2", "--colsep", "(", "x -> x", "--colsep: "},
      {"2", "-d", "ab", "x -> x", "is not one ASCII character"},
      {"2", "--output", "csv", "x -> x", "csv is for --input"},
      {"2", "() -> 1", "the lambda must have a parameter"},
      {"2", "-N", "2", "--colsep", ",", "x -> x", "both say what one item is"},
    };
    for (String[] one : all) {
      List<String> arguments = new ArrayList<>(List.of(one).subList(1, one.length - 1));
      CommandRun run = map(one[0], arguments.toArray(String[]::new));

      assertEquals(2, run.status(), run.err());
      assertTrue(run.err().contains(one[one.length - 1]), run.err());
    }
    CommandRun record =
        map("name,cents\ntea\n", "--colsep", ",", "--header", "(" + ORDER + " o) -> o.cents()");
    assertTrue(record.err().contains("it has 1 column, and the header has 2"), record.err());
    String few = map("1,2\n3\n", "--colsep", ",", "(a, b) -> a").err();
    assertTrue(few.contains("it has 1 column, and the function takes 2"), few);
  }

  @Test
  void recordWithFewColumnsIsAnItemLikeOthers() {
    String ragged = "a,b\n1,2\n3\n5,6,7\n";

    assertEquals(
        "{a=1, b=2}\n{a=3}\n{a=5, b=6, 3=7}\n",
        map(ragged, "--input", "csv", "--header", "m -> m").out());
    CommandRun run = map(ragged, "--input", "csv", "--header", "--keep-going", "(a, b) -> a + b");
    assertEquals("3\n", run.out());
    assertTrue(run.err().contains("it has 1 column, and the function takes 2"), run.err());
  }

  @Test
  void columnsOfOneNameAreRefused() {
    for (String[] columns : new String[][] {{"--input", "csv"}, {"--colsep", ","}}) {
      CommandRun run = map("a,b,a\n1,2,3\n", columns[0], columns[1], "--header", "m -> m");

      assertEquals(2, run.status(), run.err());
      assertEquals("procession: --header: columns 1 and 3 are both called \"a\"\n", run.err());
    }
    assertEquals(
        "{a=1, 2=2, 3=3}\n", map("a,,\n1,2,3\n", "--colsep", ",", "--header", "m -> m").out());
  }

  @Test
  void messagesAreOneLineWhateverTheFieldsHave() {
    CommandRun run =
        map("n,m\n1,\"x\ny\"\n", "--input", "csv", "--header", "(String a, int b) -> b");

    assertTrue(run.err().contains("\"x\\ny\" is not an int"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  /** A method that a test names. */
  public static String repeated(String text, int times) {
    return text.repeat(times);
  }

  @Test
  void columnsAreParametersOfAMethod(@TempDir Path folder) throws IOException {
    assertEquals("aa\nb\n", map("a,2\nb,1\n", "--colsep", ",", HERE + "::repeated").out());
    Path file = folder.resolve("Twice.java");
    Files.writeString(
        file, "class Twice { static String apply(String a, int b) { return a + (b + 1); } }");
    assertEquals("a3\n", map("a,2\n", "--input", "csv", "-f", file.toString()).out());
    CommandRun failed = map("a,x\n", "--colsep", ",", HERE + "::repeated");
    assertEquals(1, failed.status());
    assertTrue(failed.err().contains("\"x\" is not an int"), failed.err());
  }

  @Test
  void methodsThatCannotTakeColumnsAreSaidInWords() {
    String[][] all = {
      {HERE + "::repeated", "does not take one item; give columns with --colsep"},
      {"-N2", "java.lang.Math::max", "write a lambda such as '(a, b) -> Math.max(a, b)':"},
      {"-N2", "--type", "int", HERE + "::repeated", "--type has no effect on "},
    };
    for (String[] one : all) {
      CommandRun run =
          map("1\n2\n", List.of(one).subList(0, one.length - 1).toArray(String[]::new));
      assertEquals(2, run.status(), run.err());
      assertTrue(run.err().contains(one[one.length - 1]), run.err());
    }
  }

  private static CommandRun map(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("map"));
    all.addAll(List.of(arguments));
    return CommandRun.withInput(input, all.toArray(String[]::new));
  }
}
