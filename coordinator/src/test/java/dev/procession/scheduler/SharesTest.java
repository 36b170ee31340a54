package dev.procession.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How jobs on one pool share the workers' time, whatever their items take, in virtual time. */
class SharesTest {
  private static final long MS = 1_000_000;
  private static final long A = 1;
  private static final long B = 2;
  private static final long C = 3;
  private static final OptionalInt MEASURED = OptionalInt.empty();
  private static final int ENDLESS = 10_000_000;
  private static final double TOLERANCE = 0.1;

  /** What a job may wait besides one item of another. */
  private static final long MORE_NANOS = 50 * MS;

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1",
    "2, 1, 10",
    "2, 1, 200",
    "2, 10, 200",
    "2, 200, 200",
    "2, 30, 200",
    "4, 1, 200",
    "16, 1, 10",
    "16, 1, 200",
    "16, 10, 200"
  })
  void twoJobsHaveEqualShares(int workers, long oneMs, long otherMs) {
    PacedPool pool = new PacedPool(workers);
    open(pool, A, MEASURED, oneMs * MS);
    open(pool, B, MEASURED, otherMs * MS);

    assertEqualShares(pool, 0, A, B);
  }

  @ParameterizedTest
  @CsvSource({"2, 10, 1", "2, 10, 200", "4, 10, 1", "4, 3, 10", "16, 10, 1"})
  void jobWithChunksOfGivenSizeHasNoMoreThanItsShare(int workers, int chunkSize, long otherMs) {
    PacedPool pool = new PacedPool(workers);
    open(pool, A, OptionalInt.of(chunkSize), 200 * MS);
    open(pool, B, MEASURED, otherMs * MS);

    assertEqualShares(pool, 0, A, B);
  }

  @Test
  void twoJobsWithChunksOfGivenSizeHaveEqualShares() {
    PacedPool pool = new PacedPool(2);
    open(pool, A, OptionalInt.of(10), 200 * MS);
    open(pool, B, OptionalInt.of(10), 1 * MS);

    assertEqualShares(pool, 0, A, B);
  }

  @Test
  void threeJobsHaveEqualShares() {
    PacedPool pool = new PacedPool(4);
    open(pool, A, MEASURED, 1 * MS);
    open(pool, B, MEASURED, 10 * MS);
    open(pool, C, MEASURED, 200 * MS);

    assertEqualShares(pool, 0, A, B, C);
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "200, 1", "1, 1", "10, 200"})
  void jobThatArrivesInTheMiddleHasItsShareFromThenOn(long oneMs, long otherMs) {
    PacedPool pool = new PacedPool(2);
    open(pool, A, MEASURED, oneMs * MS);
    pool.runUntil(20_000 * MS);
    open(pool, B, MEASURED, otherMs * MS);

    assertEqualShares(pool, 20_000 * MS, A, B);
  }

  @Test
  void jobThatHadNothingForAWhileIsOwedNothing() {
    PacedPool pool = new PacedPool(2);
    open(pool, A, MEASURED, 10 * MS);
    open(pool, B, MEASURED, 1 * MS);
    pool.runUntil(1_000 * MS);
    pool.pause(B);
    pool.runUntil(20_000 * MS);
    pool.resume(B);

    assertEqualShares(pool, 20_000 * MS, A, B);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 10", "2, 10", "2, 1000"})
  void singleTaskWaitsForOneItemOfAnotherJobAtMost(int workers, int chunkSize) {
    PacedPool pool = new PacedPool(workers);
    open(pool, A, OptionalInt.of(chunkSize), 200 * MS);
    for (int i = 0; i < 20; i++) {
      long now = 1_000L * MS + i * 537L * MS;
      long job = B + i;
      pool.runUntil(now);
      pool.open(job, MEASURED, PacedWork.constant(1, MS), PacedSource.Kind.LIST);
      pool.runUntil(now + 200 * MS + MORE_NANOS + MS);

      List<Long> begun = pool.begun(job);

      assertEquals(1, begun.size(), "task " + i);
      long waited = begun.get(0) - now;
      assertTrue(waited <= 200 * MS + MORE_NANOS, () -> "waited for " + waited / MS + " ms");
    }
  }

  @Test
  void singleTaskDoesNotHaveAllWorkersGiveBack() {
    PacedPool pool = new PacedPool(16);
    open(pool, A, OptionalInt.of(10), 200 * MS);
    pool.runUntil(1_000 * MS);
    pool.open(B, MEASURED, PacedWork.constant(1, MS), PacedSource.Kind.LIST);
    pool.runUntil(1_150 * MS);

    assertEquals(List.of(1, 1), List.of(pool.begun(B).size(), pool.revokedWorkers()));
  }

  private static void open(PacedPool pool, long job, OptionalInt chunkSize, long nanos) {
    pool.open(job, chunkSize, PacedWork.constant(ENDLESS, nanos), PacedSource.Kind.LIST);
  }

  /** Of the time since each had its tenth chunk. */
  private static void assertEqualShares(PacedPool pool, long since, long... jobs) {
    long from = since;
    for (long job : jobs) {
      from = Math.max(from, tenthChunk(pool, job, since));
    }
    long to = from + 20_000 * MS;
    pool.runUntil(to);
    long sum = 0;
    for (long job : jobs) {
      sum += pool.servedNanos(job, from, to);
    }
    double fair = (double) sum / jobs.length;
    for (long job : jobs) {
      double share = pool.servedNanos(job, from, to) / fair;
      assertTrue(
          Math.abs(share - 1) <= TOLERANCE / 2, () -> "job " + job + " has " + share + " of it");
    }
  }

  private static long tenthChunk(PacedPool pool, long job, long since) {
    List<Long> begun = List.of();
    while (begun.size() < 10) {
      pool.runUntil(pool.now + 100 * MS);
      begun = pool.begun(job).stream().filter(at -> at >= since).toList();
      assertTrue(pool.now < since + 100_000 * MS, "job " + job + " starves");
    }
    return begun.get(9);
  }
}
