package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed, but for the figures; the processes are none. */
final class CompareCommandTest {
  @Test
  void threeWaysAreTimedAndResultsAreNotPrinted() {
    CommandRun run = CommandRun.withInput("1\n2\n3\n", "compare", "-j", "2", "x -> x * 7919");

    assertEquals(0, run.status());
    assertEquals("", run.err());
    List<String> lines = run.out().lines().toList();
    assertTrue(
        lines.get(0).matches(" +time +speed-up +efficiency +transfer +waiting +rounds"), run.out());
    assertTrue(lines.get(1).matches("sequential +.* +1\\.00 +100% +0% +\\d+% +1"), run.out());
    assertTrue(lines.get(2).matches("threads +.* +\\d+% +0% +\\d+% +1"), run.out());
    assertTrue(lines.get(3).matches("processes +.* +\\d+% +\\d+% +\\d+% +1"), run.out());
    assertTrue(run.out().contains("\n\nResults agree.\nUse "), run.out());
    assertTrue(run.out().contains("\nThreads share static fields: "), run.out());
    assertTrue(!run.out().contains("7919") && !run.out().contains("23757"), run.out());
  }

  @Test
  void resultsThatDifferAreReported() {
    CommandRun run = CommandRun.of("compare", "-j", "2", "x -> System.nanoTime()", "5", "6");

    assertEquals(1, run.status());
    assertEquals("", run.err());
    assertTrue(run.out().contains("\n\nResults differ: item 1 (\"5\") returned \""), run.out());
    assertTrue(run.out().contains(", but in processes \""), run.out());
    assertTrue(
        run.out().contains("\nThe function depends on state, time or random numbers"), run.out());
  }

  /** And not found out here, where it could end this process instead of a worker's. */
  @Test
  void itemThatFailsIsReportedAsMapDoes() {
    CommandRun run = CommandRun.of("compare", "x -> 12 / x", "3", "0", "4");

    assertEquals(
        new CommandRun(
            1,
            "",
            "procession: in processes, item 2 (\"0\") failed:"
                + " java.lang.ArithmeticException: / by zero\n"),
        run);
    assertTrue(CommandRun.of("compare", "-v", "x -> 12 / x", "0").err().contains("\tat "));
  }

  @Test
  void functionThatFailsOnThreadsOnlyIsNotThreadSafe() {
    CommandRun run =
        CommandRun.of(
            "compare",
            "x -> { if (Thread.currentThread().getName().equals(\"procession-compared\"))"
                + " throw new IllegalStateException(\"shared\"); return x; }",
            "1");

    assertEquals(1, run.status());
    assertEquals("", run.err());
    assertEquals(
        """
        Use processes: the function is not thread-safe. It works in processes, and on one item
        after the other; on threads, item 1 ("1") failed: java.lang.IllegalStateException: shared
        """,
        run.out());
  }

  @Test
  void workerThatDoesNotStartIsStatusThree() {
    CommandRun run = CommandRun.with(new FailingWorkers(), "compare", "x -> x", "1");

    assertEquals(3, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("procession: No worker could be started"), run.err());
  }

  @Test
  void wrongUsageIsStatusTwo(@TempDir Path folder) {
    String[][] wrong = {
      {"compare"},
      {"compare", "x -> x"},
      {"compare", "(String x) -> x"},
      {"compare", "x -> x", "--jobz", "1"},
      {"compare", "-j", "0", "x -> x", "1"},
      {"compare", "-n", "0", "x -> x", "1"},
      {"compare", "-a", folder.resolve("missing").toString(), "x -> x"},
      {"compare", "x -> ", "1"},
    };
    for (String[] arguments : wrong) {
      CommandRun run = CommandRun.of(arguments);
      assertEquals(2, run.status(), String.join(" ", arguments));
      assertEquals("", run.out());
      assertTrue(run.err().startsWith("procession: "), run.err());
    }
  }
}
