package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.task.WorkerContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** More attempts for the item that is to blame, and no charge for its neighbours. */
final class RetryIT {
  private static final List<Integer> FORTY = IntStream.range(0, 40).boxed().toList();

  static int haltOnPoison(int item, Set<Integer> poison) {
    if (poison.contains(item)) {
      Perils.Peril.HALT.strike();
    }
    return WorkerContext.current().attempt();
  }

  @Test
  void poisonItemsUseUpTheirAttemptsAndTheirNeighboursHaveOne() {
    Set<Integer> poison = Set.of(10, 11);
    MapOptions options = MapOptions.defaults().chunkSize(20).crashRetries(2);
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<Outcome<Integer>> outcomes;
      try (Stream<Outcome<Integer>> stream =
          pool.outcomes(item -> haltOnPoison(item, poison), FORTY, options)) {
        outcomes = stream.toList();
      }

      for (int item : FORTY) {
        Outcome<Integer> outcome = outcomes.get(item);
        if (poison.contains(item)) {
          WorkerCrashedException crash = assertThrows(WorkerCrashedException.class, outcome::get);
          assertEquals(3, crash.attempts());
          assertEquals(Perils.EXIT_CODE, crash.exitCode().orElseThrow());
        } else {
          assertEquals(1, outcome.get());
        }
      }
      assertEquals(6, pool.stats().workersLost());
      assertEquals(2, pool.stats().tasksFailed());
      assertEquals(38, pool.stats().tasksCompleted());
    }
  }

  @Test
  void submittedTaskHasThePoolsRetries() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).crashRetries(1).build()) {
      assertEquals(2, pool.submit(() -> Victims.haltOnFirstAttempt(1)).get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void itemThatTimedOutIsNotTriedAgain() {
    Gate gate = Gate.closed();
    MapOptions options = MapOptions.defaults().crashRetries(3).taskTimeout(Duration.ofMillis(400));
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofMillis(100)).build()) {
      assertThrows(
          TaskTimeoutException.class, () -> pool.map(gate::announceAndSpin, List.of(1), options));

      assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
      assertTrue(gate.announced() <= 1, "ran " + gate.announced() + " times");
    }
  }
}
