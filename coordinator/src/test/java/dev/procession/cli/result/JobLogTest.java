package dev.procession.cli.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.CommandRun;
import dev.procession.cli.InProcessContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobLogTest {
  private static final String HEADER =
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\tPid\tHash";

  @TempDir private Path folder;

  private String log = "";

  @BeforeEach
  void nameLog() {
    log = folder.resolve("log").toString();
  }

  @Test
  void itemsThatEndedHaveALineEach() throws IOException {
    assertEquals(0, CommandRun.of("map", "--joblog", log, "x -> x * x", "5", "12").status());

    List<String> lines = lines();
    assertEquals(HEADER, lines.get(0));
    String time = "\\d{10,}\\.\\d{3}\t\\d+\\.\\d{3}";
    String rest = "\t0\t0\t%s\t" + InProcessContext.PID + "\t[0-9a-f]{32}";
    String first = "1\t:\t" + time + "\t1\t2" + rest.formatted("5");
    String second = "2\t:\t" + time + "\t2\t3" + rest.formatted("12");
    assertTrue(lines.get(1).matches(first), lines.get(1));
    assertTrue(lines.get(2).matches(second), lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void resultsAndMessagesAreThoseWithoutALog() {
    String[] plain = {"map", "--keep-going", "x -> 12 / x", "3", "0", "x"};
    String[] logged = {"map", "--joblog", log, "--keep-going", "x -> 12 / x", "3", "0", "x"};

    assertEquals(CommandRun.of(plain), CommandRun.of(logged));
  }

  @Test
  void functionThatReturnsNothingIsLoggedToo() throws IOException {
    CommandRun run = CommandRun.of("map", "--joblog", log, "(String s) -> { s.strip(); }", "a");

    assertEquals(new CommandRun(0, "", ""), run);
    assertEquals(List.of("a 0 0"), ended());
  }

  @Test
  void failedItemsAreNotTakenForDone() throws IOException {
    CommandRun.of("map", "--joblog", log, "--keep-going", "x -> 12 / x", "3", "0");

    assertEquals(List.of("3 0 0", "0 1 0"), ended());
  }

  @Test
  void itemsThatWouldBreakTheLineAreMadeSafe() throws IOException {
    String item = "a\tb\nc\u0007";

    CommandRun.withInput(item + "\0", "map", "-0", "--joblog", log, "(String s) -> 1");

    assertEquals(List.of("a\\tb\\nc\\u0007 0 0"), ended());
  }

  @Test
  void withoutResumeTheLogBeginsAnew() throws IOException {
    CommandRun.of("map", "--joblog", log, "x -> x", "1", "2");

    CommandRun run = CommandRun.of("map", "--joblog", log, "x -> x", "2");

    assertEquals("2\n", run.out());
    assertEquals(List.of("2 0 0"), ended());
  }

  @Test
  void resumeDoesWhatIsMissingAndWhatFailed() throws IOException {
    CommandRun.of("map", "--joblog", log, "--keep-going", "x -> 12 / x", "3", "0", "4");

    CommandRun run = resume("--keep-going", "x -> 12 / x", "3", "0", "4", "6");

    assertEquals("2\n", run.out());
    assertTrue(run.err().contains("item 2 (\"0\") failed"), run.err());
    assertTrue(run.err().contains("skipped 2 items already done"), run.err());
    assertEquals(List.of("3 0 0", "0 1 0", "4 0 0", "0 1 0", "6 0 0"), ended());
    assertTrue(lines().get(5).startsWith("4\t"), "the number in the whole input");
  }

  @Test
  void resumeOfACompletedRunDoesNothing() throws IOException {
    CommandRun.withInput("a\nb\n", "map", "--joblog", log, "(String s) -> s");

    CommandRun run =
        CommandRun.withInput("a\nb\n", "map", "--joblog", log, "--resume", "-q", "(String s) -> s");

    assertEquals(new CommandRun(0, "", ""), run);
    assertEquals(3, lines().size());
  }

  @Test
  void resumeWithoutALogBeginsOne() throws IOException {
    assertEquals("1\n", resume("x -> x", "1").out());
    assertEquals(List.of("1 0 0"), ended());
  }

  @Test
  void equalItemsCountEach() {
    CommandRun.of("map", "--joblog", log, "x -> x", "7", "7");

    assertEquals("8\n7\n", resume("x -> x", "7", "8", "7", "7").out());
  }

  @Test
  void otherFunctionsAndTypesAreOtherWork() {
    CommandRun.of("map", "--joblog", log, "x -> x", "7");

    assertEquals("8\n", resume("x -> x + 1", "7").out());
    assertEquals("7\n", resume("--type", "text", "x -> x", "7").out());
    assertEquals("", resume("  x -> x ", "7").out());
  }

  @Test
  void lineThatAKillToreIsReplaced() throws IOException {
    CommandRun.of("map", "--joblog", log, "x -> x", "1", "2");
    String whole = Files.readString(Path.of(log));
    for (int kept : cuts(whole.indexOf("\n2\t") + 1, whole.length())) {
      Files.writeString(Path.of(log), whole.substring(0, kept));

      assertEquals("2\n", resume("x -> x", "1", "2").out());
      assertEquals(List.of("1 0 0", "2 0 0"), ended());
    }
  }

  /** Some of the places where a write may have ended, among which are the first and the last. */
  private static int[] cuts(int from, int end) {
    IntStream some = IntStream.iterate(from, cut -> cut < end - 1, cut -> cut + 9);
    return IntStream.concat(some, IntStream.of(end - 1)).toArray();
  }

  @Test
  void tornHeaderIsNoLog() throws IOException {
    for (int kept : cuts(0, HEADER.length())) {
      Files.writeString(Path.of(log), HEADER.substring(0, kept));

      assertEquals("1\n", resume("x -> x", "1").out());
      assertEquals(List.of("1 0 0"), ended());
    }
  }

  @Test
  void logThatAnEditorGaveOtherLineEndsIsGoneOnWith() throws IOException {
    CommandRun.of("map", "--joblog", log, "x -> x", "1");
    Files.writeString(Path.of(log), Files.readString(Path.of(log)).replace("\n", "\r\n"));

    assertEquals("2\n", resume("x -> x", "1", "2").out());
    assertEquals("", resume("x -> x", "1", "2").out());
    assertEquals(List.of("1 0 0", "2 0 0"), ended());
  }

  @Test
  void fileOfAnotherFormatIsRefusedAndLeftAlone() throws IOException {
    String parallels = HEADER.substring(0, HEADER.indexOf("\tPid"));
    for (String other : List.of("my notes", "my notes\n", parallels + "\n", HEADER + "\nnotes\n")) {
      Files.writeString(Path.of(log), other);

      CommandRun run = resume("x -> x", "1");

      assertEquals(2, run.status());
      assertEquals("", run.out());
      assertTrue(run.err().contains(log + " is not a log"), run.err());
      assertEquals(other, Files.readString(Path.of(log)));
    }
  }

  @Test
  void badLineIsNamed() throws IOException {
    CommandRun.of("map", "--joblog", log, "x -> x", "1");
    Files.writeString(Path.of(log), "notes\n", StandardOpenOption.APPEND);

    assertTrue(resume("x -> x", "1").err().contains("line 3 is notes;"));
  }

  @Test
  void resumeNeedsALog() {
    CommandRun run = CommandRun.of("map", "--resume", "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("--joblog"), run.err());
  }

  @Test
  void logThatCannotBeWrittenIsNamed() {
    for (Path file : List.of(folder, folder.resolve("missing/log"))) {
      CommandRun run = CommandRun.of("map", "--joblog", file.toString(), "x -> x", "1");

      assertEquals(2, run.status());
      assertTrue(run.err().contains("--joblog: cannot write " + file + ": ("), run.err());
      assertFalse(run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void logThatAnotherCommandWritesIsLeftToIt() throws IOException {
    try (JobLog other = JobLog.begin(log)) {
      for (CommandRun run :
          List.of(CommandRun.of("map", "--joblog", log, "x -> x", "1"), resume("x -> x", "1"))) {
        String reason =
            "another procession command is writing " + log + "; wait for it, or give another";
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().contains("--joblog: " + reason), run.err());
      }
      assertEquals(List.of(HEADER), lines());
      assertTrue(other.failure().isEmpty());
    }
    assertEquals("1\n", resume("x -> x", "1").out());
  }

  @Test
  void itemWhoseResultIsLostIsNotDone() throws IOException {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    CommandRun.with(
        InputStream.nullInputStream(), closed, "map", "--joblog", log, "x -> x", "1", "2");

    assertEquals(List.of(), ended());
  }

  private CommandRun resume(String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"map", "--joblog", log, "--resume"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(Path.of(log));
  }

  /** The items, and with which value and signal they ended. */
  private List<String> ended() throws IOException {
    return lines().stream()
        .skip(1)
        .map(line -> line.split("\t"))
        .map(columns -> columns[8] + " " + columns[6] + " " + columns[7])
        .toList();
  }
}
