package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to somebody who made a mistake that many make. */
final class MistakesTest {
  @Test
  void misspelledMethodIsRecognizedAndTheOthersNamed() {
    String err = usage("map", "Math::sqroot", "4");

    assertTrue(err.contains("java.lang.Math has no method sqroot; did you mean sqrt?\n"), err);
    assertTrue(err.contains("sinh, sqrt, tan"), err);
  }

  @Test
  void emptyFunctionIsNoSyntaxError() {
    assertTrue(usage("map", " ", "1").contains("FUNCTION is empty; write for example 'x -> "));
  }

  @Test
  void itemThatIsAnOptionIsNotLostInSilence() {
    String lost = usage("map", "x -> x", "1", "-0", "2");
    assertTrue(lost.contains("-0 has no effect on items that are arguments"), lost);
    assertTrue(lost.contains("follows --"), lost);
    assertTrue(usage("map", "-d", ",", "x -> x", "1,2").contains("-d has no effect on items"));
    assertTrue(usage("map", "-0", "--input", "csv", "x -> x").contains("records of --input csv"));
  }

  @Test
  void misspelledLessonIsRecognized() {
    String err = usage("demo", "sqares");

    assertTrue(
        err.startsWith("procession: there is no lesson sqares; did you mean squares? "), err);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map",
        "compare",
        "prepare",
        "doctor",
        "hosts",
        "node",
        "drain",
        "cluster",
        "demo",
        "completion"
      })
  void helpIsTakenForACommandToo(String command) {
    assertEquals(CommandRun.of(command, "--help"), CommandRun.of("help", command));
  }

  @Test
  void helpOnAllIsTakenForACommandToo() {
    assertEquals(CommandRun.of("--help"), CommandRun.of("help"));
    assertTrue(usage("help", "mpa").contains("mpa"));
  }

  @Test
  void methodsOfTheItemItselfAreNamedToo() {
    String err = usage("map", "String::toUppercase", "a");

    assertTrue(err.contains("did you mean toUpperCase?"), err);
    assertTrue(err.contains("trim, valueOf"), err);
    assertFalse(err.contains("notify"), err);
  }

  @Test
  void methodForOtherItemsSaysWhatTheItemWas() {
    String err = usage("map", "Math::abs", "x1");

    assertTrue(err.contains("has no overload for text (chosen from the first item, \"x1\")"), err);
    assertTrue(err.contains("choose one with --type"), err);
  }

  @Test
  void lambdaForAnotherTypeSaysWhatTheItemWas() {
    String number = usage("map", "x -> x.length()", "12");
    String text = usage("map", "x -> x.getFileName()", "a/b");

    assertTrue(number.contains("x is a long because the first item is \"12\""), number);
    assertTrue(number.contains("for text declare it, (String x) -> "), number);
    assertTrue(text.contains("x is a String because the first item is \"a/b\""), text);
    assertTrue(text.contains("declare another type, as (Path x) -> "), text);
  }

  @Test
  void classThatIsNotFoundSaysWhereItWasLookedFor(@TempDir Path folder) {
    String place = "on the class path [" + folder + "]";
    String[] functions = {"com.acme.No", "com.acme.No::f", "x -> com.acme.No.f(x)"};
    for (String function : functions) {
      String without = usage("map", function, "1");
      String with = usage("map", "-cp", folder.toString(), function, "1");

      assertTrue(without.contains("--class-path"), without);
      assertTrue(with.contains(place), with);
    }
  }

  @Test
  void lambdaThatDoesNotKnowAClassIsToldHowToImportIt() {
    for (String lambda : new String[] {"(Point p) -> p", "x -> Point.of(x)", "x -> new Point(x)"}) {
      String err = usage("map", lambda, "1");

      assertTrue(err.contains("import it with -e package.Point"), err);
      assertTrue(err.contains("^"), err);
    }
  }

  @Test
  void itemThatDoesNotFitIsNamedWithItsLine() {
    CommandRun run = CommandRun.withInput("1\n2\nthree\n", "map", "(int x) -> x");

    assertEquals(
        "procession: item 3 (\"three\", line 3 of standard input) does not fit: \"three\" is not an"
            + " int\n",
        run.err());
  }

  @Test
  void misspelledOptionsAndCommandsAreRecognized() {
    String[][] mistakes = {
      {"--keepgoing", "--keep-going"},
      {"--max-taks-per-worker=3", "--max-tasks-per-worker"},
      {"--imput=jsonl", "--import"},
      {"--retrys=3", "--retries"},
      {"--job-log=x", "--joblog"},
    };
    for (String[] mistake : mistakes) {
      String err = usage("map", mistake[0], "x -> x", "1");

      assertTrue(err.contains(mistake[1]), err);
    }
    assertTrue(usage("mpa", "x -> x", "1").contains("no command mpa; did you mean map?"));
    assertTrue(usage("walk", "x -> x", "1").contains("Commands: map, run, sh, compare"));
  }

  @Test
  void optionsOfGnuParallelAndXargsAreTranslated() {
    String[][] all = {
      {"sh", "--ungroup", "--line-buffer"},
      {"sh", "--workdir=x", "--chdir"},
      {"sh", "-P4", "-j N"},
      {"sh", "-I{}", "{} is the item"},
      {"sh", "--pipe", "--pipe-item"},
      {"map", "-m", "-N"},
      {"run", "-L", "-N N"},
      {"map", "--tagstring=x", "--tag"},
      {"sh", "--resume-failed", "--resume"},
      {"map", "--bibtex", "not needed"},
      {"sh", "-n4", "-N N"},
      {"sh", "-S:", "--hosts"},
      {"sh", "--link", "-a FILE -a FILE"},
      {"sh", "--csv", "--input csv"},
      {"sh", "--rpl={x}", "in COMMAND"},
      {"run", "-t", "if it is one of the program, write --"},
    };
    for (String[] one : all) {
      String err = usage(one[0], one[1], "echo", "1");

      assertTrue(err.startsWith("procession: " + one[1]), err);
      assertTrue(err.contains(one[2]), err);
      assertEquals(1, err.lines().count(), err);
    }
  }

  @Test
  void optionOfTheProgramIsNotTakenForOneOfGnuParallel() {
    String err = usage("run", "-jar", "tool.jar", "-tsvg", "{}");

    assertEquals(
        "procession: there is no option -tsvg; if it is one of the program, write -- before its"
            + " arguments\n",
        err);
  }

  @Test
  void placeholdersThatAreNotKnownAreRefused() {
    String[][] all = {
      {"{0}", "{0}: inputs are counted from 1"},
      {"{= s/a/b/ =}", "{= s/a/b/ =} is a placeholder of GNU parallel"},
      {"{..}", "{..} is a placeholder of GNU parallel"},
      {"x{+/}", "{+/} is a placeholder of GNU parallel"},
    };
    for (String[] one : all) {
      String err = usage("sh", "echo " + one[0], ":::", "1");

      assertTrue(err.startsWith("procession: " + one[1]), err);
      assertEquals(1, err.lines().count(), err);
    }
  }

  @Test
  void severalListsAreRefused() {
    String files = usage("sh", "echo", "::::", "a", "b");
    String lists = usage("sh", "echo", ":::", "1", ":::", "2");

    assertEquals("procession: :::: takes one file; for pairs of lines, write -a a -a b\n", files);
    assertTrue(lists.startsWith("procession: ::: after other items: "), lists);
  }

  @Test
  void optionIsExplainedAsItIsMeant() {
    String[][] all = {
      {"sh", "--retries", "-1", "echo", "not -1: how often a failed item is tried"},
      {"map", "--retries=99999", "-q", "x -> x", "not 99999: how often a failed item is tried"},
      {"run", "--fresh=0", "-cp", ".", "--fresh: must be 1 to 2147483647, not 0: after how many"},
    };
    for (String[] one : all) {
      List<String> arguments = new ArrayList<>(List.of(one).subList(0, 4));
      if (one[0].equals("run")) {
        arguments = List.of("run", "--fresh=0", "-cp", ownClasses(), "dev.procession.cli.Main");
      }
      String err = usage(arguments.toArray(String[]::new));
      assertTrue(err.contains(one[4]), err);
      assertFalse(err.contains("exception"), err);
    }
  }

  @Test
  void folderThatCannotBeMadeIsExplainedInWords(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    String within = usage("map", "--results", file.resolve("x").toString(), "x -> x", "1");
    assertTrue(
        within.endsWith("cannot make the folder " + file.resolve("x") + ": Not a directory\n"),
        within);
    String same = usage("map", "--results", file.toString(), "x -> x", "1");
    assertTrue(same.endsWith(": there is a file of that name\n"), same);
  }

  private static String ownClasses() {
    return Path.of(
            URI.create(
                ProcessionCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()))
        .toString();
  }

  private static String usage(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.status(), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    return run.err();
  }
}
