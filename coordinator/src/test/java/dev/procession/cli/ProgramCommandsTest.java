package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code sh} makes of items; the shells are real, the workers are not. */
final class ProgramCommandsTest {
  @Test
  void itemsThatAreNoLinesArePipedByteForByte() {
    assertEquals("abc.de\nf.", sh("abc\0de\nf", "-0", "--pipe-item", "cat; printf ."));
    assertEquals("a.b\n.", sh("a,b\n", "-d", ",", "--pipe-item", "cat; printf ."));
    assertEquals("a,b.c.", sh("a,b,c", "-d", ",", "-N", "2", "--pipe-item", "cat; printf ."));
  }

  @Test
  void linesArePipedWithTheirEnds() {
    assertEquals("a\n.b\n.", sh("a\nb", "--pipe-item", "cat; printf ."));
    assertEquals("a\nb\n.c\n.", sh("a\nb\nc\n", "-N", "2", "--pipe-item", "cat; printf ."));
    assertEquals("a\n.", sh("", "--pipe-item", "cat; printf .", ":::", "a"));
  }

  @Test
  void wordsAreRepeatedWhereAsManyItemsAsFitAreTaken() {
    assertEquals("a.txt b.txt\n", sh("", "-X", "-j1", "echo", "{}.txt", ":::", "a", "b"));
    assertEquals("a b.txt\n", sh("", "-N", "2", "echo", "{}.txt", ":::", "a", "b"));
  }

  @Test
  void successThatWasWaitedForIsTheResult() {
    String[][] all = {
      {"now,success=1", "0", "1", "0", "1"},
      {"soon,success=1", "0", "1", "0", "1"},
      {"now,success=50%", "0", "0", "0", "1"},
      {"now,success=2", "1", "1", "0", "1"},
      {"soon,success=2", "1", "1", "0", "1"},
      {"now,done=3", "1", "1", "0", "1"},
      {"never", "1", "0", "1"},
    };
    for (String[] one : all) {
      List<String> arguments = new ArrayList<>(List.of("sh", "--halt", one[0], "exit {}", ":::"));
      arguments.addAll(List.of(one).subList(2, one.length));
      CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
      assertEquals(Integer.parseInt(one[1]), run.status(), String.join(" ", one) + run.err());
    }
  }

  @Test
  void itemThatCannotBeQuotedIsRefusedBeforeAnyIsRead() {
    for (String[] one :
        new String[][] {
          {"cat <<E\n{}\nE"}, {"--dry-run", "echo a # {2}"}, {"-X", "cat <<E\n{}.x\nE"}
        }) {
      List<String> arguments = new ArrayList<>(List.of("sh"));
      arguments.addAll(List.of(one));
      CommandRun run = CommandRun.withInput("`echo hi`\n", arguments.toArray(String[]::new));

      assertEquals(2, run.status(), run.err());
      assertEquals("", run.out());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    assertEquals("`x`\n", sh("", "set -- {}; cat <<E\n$1\nE", ":::", "`x`"));
  }

  private static String sh(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("sh"));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.withInput(input, all.toArray(String[]::new));
    assertEquals("", run.err());
    return run.out();
  }
}
