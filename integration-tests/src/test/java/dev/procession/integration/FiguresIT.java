package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code stats()} and {@code workers()} are what their documentation says. */
final class FiguresIT {

  @Test
  void tasksRunningAreThoseThatWorkersHave() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<List<Integer>> results =
          pool.mapAsync(gate::announceAndPass, List.of(0, 1, 2, 3, 4));
      gate.awaitAnnounced(1);
      PoolStats during = pool.stats();
      gate.open();
      results.join();

      assertTrue(during.tasksRunning() >= 1, during.toString());
      assertEquals(0, during.tasksCompleted());
      assertEquals(0, pool.stats().tasksRunning());
      assertEquals(5, pool.stats().tasksCompleted());
    }
  }

  @Test
  void tasksEndInOneFigureEachAndCancelledOnesInNone() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<Integer> cancelled = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);
      CompletableFuture<Integer> fails = pool.submit(() -> Victims.divide(0));
      CompletableFuture<Integer> dies = pool.submit(() -> Victims.exitWith42(0));
      CompletableFuture<Integer> returns = pool.submit(() -> 1);
      cancelled.cancel(true);

      await().until(() -> fails.isDone() && dies.isDone() && returns.isDone());

      PoolStats stats = pool.stats();
      assertEquals(1, stats.tasksCompleted());
      assertEquals(1, pool.workers().get(0).tasksCompleted());
      assertEquals(2, stats.tasksFailed());
      assertEquals(1, stats.workersLost());
      assertEquals(0, stats.tasksQueued());
    }
  }

  @Test
  void workerThatTakesTasksHasAProcess() {
    try (ProcessPool pool = ProcessPool.create(2)) {
      CompletableFuture<List<Integer>> deaths =
          pool.mapAsync(item -> item, IntStream.range(0, 20_000).boxed().toList());
      for (int kills = 0; kills < 5; ) {
        for (WorkerInfo worker : pool.workers()) {
          if (worker.state() == WorkerState.IDLE || worker.state() == WorkerState.BUSY) {
            assertNotEquals(0, worker.pid(), worker.toString());
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
            kills++;
          }
        }
      }
      assertTrue(deaths.handle((values, error) -> true).join());
    }
  }

  @Test
  void poolThatHasEndedStillAnswers() {
    ProcessPool pool = ProcessPool.create(2);
    pool.map(x -> x, List.of(1, 2, 3));
    pool.close();

    assertEquals(3, pool.stats().tasksCompleted());
    assertEquals(0, pool.stats().tasksRunning());
    assertEquals(0, pool.stats().workersLost());
    assertTrue(pool.workers().stream().allMatch(w -> w.state() == WorkerState.GONE));
    assertTrue(pool.workers().stream().allMatch(w -> w.pid() == 0));
  }
}
