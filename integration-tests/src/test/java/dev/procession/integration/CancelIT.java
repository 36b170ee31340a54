package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that nobody wants any more: what waits never runs, what runs is stopped. */
@ExtendWith(SharedPool.class)
final class CancelIT {
  private static final long SEED = 20_240_611;
  private static final int ROUNDS = 300;

  @Test
  void itemsThatAreWithTheWorkerAlreadyNeverRun() {
    Gate gate = Gate.closed();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofSeconds(20)).build()) {
      CompletableFuture<List<Integer>> future =
          pool.mapAsync(
              gate::announceAndPass,
              IntStream.range(0, 20).boxed().toList(),
              MapOptions.defaults().chunkSize(5));
      gate.awaitAnnounced(1);
      // Whether in the chunk that runs or in the one that waits behind it.
      await().until(() -> pool.stats().tasksQueued() <= 18);

      future.cancel(true);

      // The one that runs heeds the interrupt, so the same process takes the next item.
      pool.map(x -> x, List.of(1));
      assertEquals(1, gate.announced());
      assertEquals(1, pool.stats().workersStarted());
    }
  }

  @Test
  void closedStreamStopsWhatRuns(ProcessPool pool) {
    Gate gate = Gate.closed();
    try (Stream<Integer> results =
        pool.stream(
            item -> item < 2 ? item : gate.announceAndSpin(item),
            Stream.iterate(0, n -> n + 1),
            MapOptions.defaults().chunkSize(1))) {
      Iterator<Integer> iterator = results.iterator();
      assertEquals(0, iterator.next());
      assertEquals(1, iterator.next());
      gate.awaitAnnounced(2);
    }

    assertEquals(List.of(1, 2), pool.map(x -> x, List.of(1, 2)));
    await().until(() -> workersIn(pool, WorkerState.IDLE) == 2);
    assertEquals(2, gate.announced());
  }

  @Test
  void submittedTaskThatIsCancelledInRaceWithItsResultEndsOnce(ProcessPool pool) throws Exception {
    Random random = new Random(SEED);
    AtomicInteger callbacks = new AtomicInteger();
    int values = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int n = round;
      CompletableFuture<Integer> future = pool.submit(() -> n);
      future.whenComplete((value, error) -> callbacks.incrementAndGet());
      spin(random.nextInt(400_000));

      boolean cancelled = future.cancel(true);

      assertEquals(cancelled, future.isCancelled(), "seed " + SEED + ", round " + round);
      if (!cancelled) {
        values++;
        assertEquals(n, future.get());
      }
    }

    await().until(() -> callbacks.get() == ROUNDS);
    assertEquals(7, pool.submit(() -> 7).get(60, TimeUnit.SECONDS));
    assertEquals(ROUNDS, callbacks.get(), values + " rounds were won by the result");
  }

  @Test
  void mapThatIsCancelledInRaceWithItsResultsEndsOnce(ProcessPool pool) {
    Random random = new Random(SEED);
    AtomicInteger callbacks = new AtomicInteger();
    List<Integer> items = IntStream.range(0, 100).boxed().toList();
    for (int round = 0; round < ROUNDS / 3; round++) {
      CompletableFuture<List<Integer>> future = pool.mapAsync(x -> x, items);
      future.whenComplete((value, error) -> callbacks.incrementAndGet());
      spin(random.nextInt(4_000_000));

      if (future.cancel(true)) {
        assertThrows(CancellationException.class, future::join, "seed " + SEED);
      } else {
        assertEquals(items, future.join());
      }
    }

    await().until(() -> callbacks.get() == ROUNDS / 3);
    assertEquals(items, pool.map(x -> x, items));
  }

  private static void spin(int nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void mapThatIsCancelledMidwayLeavesThePoolToOthers(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<List<Integer>> doomed =
        pool.mapAsync(
            item -> item < 50 ? item : gate.announceAndPass(item),
            IntStream.range(0, 10_000).boxed().toList());
    CompletableFuture<Integer> waiting = pool.submit(() -> 5);
    gate.awaitAnnounced(1);

    doomed.cancel(true);

    assertEquals(5, waiting.get(60, TimeUnit.SECONDS));
    await().until(() -> pool.stats().tasksQueued() == 0);
    assertTrue(gate.announced() < 10, "ran " + gate.announced() + " items that block");
  }

  @Test
  void submitCancelShutdownIsOverAtOnce() throws Exception {
    ProcessPool pool = ProcessPool.create(2);
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int n = i;
      CompletableFuture<Integer> future = pool.submit(() -> n);
      future.cancel(true);
      futures.add(future);
    }

    pool.shutdown();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertTrue(futures.stream().allMatch(CompletableFuture::isDone));
  }

  private static long workersIn(ProcessPool pool, WorkerState state) {
    return pool.workers().stream().filter(worker -> worker.state() == state).count();
  }
}
