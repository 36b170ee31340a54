package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.compare.Verdict.Choice;
import dev.procession.cli.compare.Verdict.Results;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds, for 100 items, unless said otherwise. */
final class VerdictTest {
  @Test
  void threadsAreChosenUnlessProcessesAreClearlyFaster() {
    assertEquals(Choice.THREADS, choice(2, 1000, 550, 600));
    assertEquals(Choice.THREADS, choice(2, 1000, 600, 550));
    assertEquals(Choice.PROCESSES, choice(2, 1000, 700, 550));
    assertEquals(Choice.PROCESSES, choice(2, 1000, 1000, 550));
  }

  @Test
  void whatIsFasterByLessThanATenthIsNotFaster() {
    assertEquals(Choice.NEITHER, choice(2, 1000, 910, 920));
    assertEquals(Choice.THREADS, choice(2, 1000, 900, 5000));
    assertEquals(Choice.PROCESSES, choice(2, 1000, 910, 800));
  }

  @Test
  void threadsAreOutWhereResultsDiffer() {
    assertEquals(
        Choice.PROCESSES, Verdict.of(compared(2, 1000, 510, 600), Results.DIFFER).choice());
    assertEquals(Choice.NEITHER, Verdict.of(compared(2, 1000, 510, 990), Results.DIFFER).choice());
  }

  @Test
  void textNamesTheFactorsAndTheDurationThatChangesIt() {
    assertEquals(
        """
        Use threads: 2.0 times as fast; processes 1.7 times as slow.
        Use processes if the function is not thread-safe or must be isolated.
        Threads have no measurable cost.
        Processes would pay off from about 29 ms per item (estimated); an item took 9.0 ms here.\
        """,
        Verdict.of(compared(2, 1000, 500, 1700), Results.AGREE).text());
    assertEquals(
        """
        Use processes: 1.7 times as fast; threads may return wrong results, since results differ.
        Processes would not pay off below about 2.4 ms per item (estimated); an item took 9.0 ms here.\
        """,
        Verdict.of(compared(2, 1000, 500, 600), Results.DIFFER).text());
  }

  @Test
  void oneWorkerNeverPays() {
    assertEquals(
        """
        Use neither: sequential execution is not clearly slower; threads 1.0 times as fast, processes 1.2 times as slow.
        Processes do not pay off with one worker, however long an item takes.\
        """,
        Verdict.of(compared(1, 1000, 1000, 1200), Results.AGREE).text());
  }

  /**
   * Whatever the times: the item is longer than the duration from which a way pays, or it is not.
   */
  @Test
  void estimateAgreesWithTheVerdict() {
    for (int workers : new int[] {2, 3, 8}) {
      for (int millis = 100; millis < 3000; millis += 7) {
        ComparisonResult compared = compared(workers, 1000, millis, millis);
        long itemNanos = compared.sequential().wallNanos() / compared.items();

        assertEquals(
            compared.pays(compared.threads()),
            itemNanos > compared.payingItemNanos(compared.threads()),
            compared::toString);
      }
    }
  }

  private static Choice choice(int workers, int sequential, int threads, int processes) {
    return Verdict.of(compared(workers, sequential, threads, processes), Results.AGREE).choice();
  }

  private static ComparisonResult compared(
      int workers, int sequential, int threads, int processes) {
    return new ComparisonResult(
        100, workers, timing(sequential), timing(threads), timing(processes));
  }

  /** The function ran nine tenths of the time of one worker. */
  private static Timing timing(int millis) {
    return new Timing(millis * 1_000_000L, millis * 900_000L, millis * 900_000L, 1);
  }
}
