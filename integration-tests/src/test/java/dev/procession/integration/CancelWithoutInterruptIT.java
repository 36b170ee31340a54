package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code cancel(false)}: what runs may come to its end, what waits never begins. */
final class CancelWithoutInterruptIT {

  /** Announces 1 when it begins, and 2 when it has come to its end without an interrupt. */
  private static int passAndTell(Gate gate) {
    gate.announceAndPass(1);
    if (!Thread.currentThread().isInterrupted()) {
      gate.announce(2);
    }
    return 2;
  }

  @Test
  void taskThatRunsComesToItsEnd() throws Exception {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<Integer> running = pool.submit(() -> passAndTell(gate));
      gate.awaitAnnounced(1);

      assertTrue(running.cancel(false));
      CompletableFuture<Integer> next = pool.submit(() -> 3);
      gate.open();

      assertEquals(3, next.get(60, TimeUnit.SECONDS));
      assertEquals(2, gate.announced());
      assertThrows(CancellationException.class, running::get);
      assertEquals(0, pool.stats().workersLost());
    }
  }

  @Tag("extended")
  @Test
  void taskThatWaitsNeverBegins() throws Exception {
    Gate gate = Gate.closed();
    Gate never = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);
      for (int i = 0; i < 100; i++) {
        assertTrue(pool.submit(() -> never.announceAndPass(2)).cancel(false));
      }
      gate.open();

      assertEquals(1, running.get(60, TimeUnit.SECONDS));
      assertEquals(3, pool.submit(() -> 3).get(60, TimeUnit.SECONDS));
      assertEquals(0, never.announced());
    }
  }

  @Tag("extended")
  @Test
  void taskThatDiesIsNotTriedAgain() throws Exception {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.builder().workers(1).crashRetries(3).build()) {
      CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);
      assertTrue(running.cancel(false));
      assertEquals(1, pool.stats().tasksRunning());
      ProcessHandle.of(pool.workers().get(0).pid()).orElseThrow().destroyForcibly();

      assertEquals(3, pool.submit(() -> 3).get(60, TimeUnit.SECONDS));
      assertEquals(1, gate.announced());
    }
  }

  @Test
  void closeWaitsForTheTaskThatRuns() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> passAndTell(gate));
    gate.awaitAnnounced(1);
    running.cancel(false);
    gate.open();

    pool.close();

    assertEquals(2, gate.announced());
  }
}
