package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.task.SerializableRunnable;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code shutdownNow} gives back: the tasks that were never begun. */
final class ShutdownNowIT {

  @Test
  void tasksThatWaitAreGivenBackInTheirOrder() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    CompletableFuture<Integer> first = pool.submit(() -> 1);
    SerializableRunnable second = () -> {};
    pool.execute(second);
    CompletableFuture<?> third = pool.submit(second);

    List<Runnable> neverBegun = pool.shutdownNow();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertEquals(List.of(first, second, third), neverBegun);
    assertSame(second, neverBegun.get(1));
    for (CompletableFuture<?> future : List.of(running, first, third)) {
      assertThrows(CancellationException.class, future::join);
    }
  }

  @Test
  void noTaskThatIsGivenBackHasBegun() throws Exception {
    int count = 3_000;
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(2);
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int n = i;
      futures.add(pool.submit(() -> gate.announce(n)));
    }
    gate.awaitAnnounced(50);

    List<Runnable> neverBegun = pool.shutdownNow();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertFalse(neverBegun.isEmpty());
    List<Integer> both =
        IntStream.range(0, count)
            .filter(n -> neverBegun.stream().anyMatch(task -> task == futures.get(n)))
            .filter(n -> hasBegun(gate, n))
            .boxed()
            .toList();
    assertEquals(List.of(), both);
    assertTrue(gate.announced() + neverBegun.size() <= count);
  }

  private static boolean hasBegun(Gate gate, int task) {
    String[] announced =
        new File(gate.folder()).list((folder, name) -> name.startsWith(task + "-"));
    return announced != null && announced.length > 0;
  }

  @Tag("extended")
  @Test
  void cancelledTasksAreNotGivenBack() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    CompletableFuture<Integer> cancelled = pool.submit(() -> 1);
    CompletableFuture<Integer> waiting = pool.submit(() -> 2);
    cancelled.cancel(true);

    assertEquals(List.of(waiting), pool.shutdownNow());
    pool.close();
  }

  @Tag("extended")
  @Test
  void itemsOfAMapAreNotGivenBack() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    pool.mapAsync(gate::announceAndSpin, List.of(1, 2, 3));
    gate.awaitAnnounced(1);

    assertEquals(List.of(), pool.shutdownNow());
    pool.close();
  }

  @Tag("extended")
  @Test
  void secondCallGivesNothingBack() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    pool.submit(() -> 1);
    pool.shutdownNow();

    assertEquals(List.of(), pool.shutdownNow());
    pool.close();
    assertEquals(List.of(), pool.shutdownNow());
  }

  @Test
  void futureThatIsGivenBackRefusesToRun() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    pool.submit(() -> 1);
    Runnable neverBegun = pool.shutdownNow().get(0);
    pool.close();

    IllegalStateException error = assertThrows(IllegalStateException.class, neverBegun::run);

    assertTrue(error.getMessage().contains("submit the task to another pool"), error.getMessage());
    try (ProcessPool other = ProcessPool.create(1)) {
      assertThrows(SerializationException.class, () -> other.execute(neverBegun));
    }
  }
}
