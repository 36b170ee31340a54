package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableRunnable;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** {@code ExecutorService} as its documentation says: the sentences on the end of a pool. */
@SuppressWarnings("NullAway") // Null is what one of the sentences is about.
final class ExecutorLifeContractIT {

  @Test
  void shutdownExecutesPreviouslySubmittedTasksAndAcceptsNoNewOnes() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(1));
    CompletableFuture<Integer> waiting = pool.submit(() -> 2);
    gate.awaitAnnounced(1);

    pool.shutdown();

    SerializableCallable<Integer> late = () -> 3;
    SerializableRunnable lateRunnable = () -> {};
    for (Executable call :
        List.<Executable>of(
            () -> pool.submit(late),
            () -> pool.submit(lateRunnable),
            () -> pool.submit(lateRunnable, 3),
            () -> pool.execute(lateRunnable),
            () -> pool.invokeAll(List.of(late)),
            () -> pool.invokeAny(List.of(late)))) {
      assertThrows(RejectedExecutionException.class, call);
    }
    gate.open();
    assertEquals(1, running.get(60, TimeUnit.SECONDS));
    assertEquals(2, waiting.get(60, TimeUnit.SECONDS));
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
  }

  @Tag("extended")
  @Test
  void shutdownHasNoAdditionalEffectIfAlreadyShutDownAndDoesNotWait() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(1));
    gate.awaitAnnounced(1);

    pool.shutdown();
    pool.shutdown();

    assertFalse(running.isDone());
    assertFalse(pool.isTerminated());
    gate.open();
    pool.close();
    pool.shutdown();
    assertTrue(pool.isTerminated());
  }

  @Test
  void shutdownNowStopsExecutingTasksAndHaltsWaitingOnes() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    CompletableFuture<Integer> waiting = pool.submit(() -> gate.announceAndPass(2));

    List<Runnable> neverCommenced = pool.shutdownNow();

    assertEquals(List.of(waiting), neverCommenced);
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
    assertThrows(CancellationException.class, running::get);
    assertThrows(CancellationException.class, waiting::get);
    assertEquals(1, gate.announced());
  }

  @Test
  void isShutdownAsSoonAsItWasShutDown() {
    ProcessPool pool = ProcessPool.create(1);
    assertFalse(pool.isShutdown());

    pool.shutdown();

    assertTrue(pool.isShutdown());
    pool.close();
  }

  @Test
  void isNeverTerminatedUnlessShutdownWasCalledFirst() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).initializer(Victims::failToBegin).build()) {
      assertThrows(RuntimeException.class, () -> pool.map(x -> x, List.of(1)));

      assertFalse(pool.isTerminated());
      assertFalse(pool.isShutdown());
    }
  }

  @Test
  void awaitTerminationReturnsFalseIfTheTimeoutElapsesFirst() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    pool.submit(() -> gate.announceAndPass(1));
    pool.shutdown();

    assertFalse(pool.awaitTermination(50, TimeUnit.MILLISECONDS));
    assertFalse(pool.awaitTermination(0, TimeUnit.MILLISECONDS));
    assertFalse(pool.awaitTermination(-1, TimeUnit.MILLISECONDS));

    gate.open();
    assertTrue(pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
  }

  @Test
  void awaitTerminationThrowsIfInterruptedWhileWaitingAndEndsNothing() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Thread.currentThread().interrupt();

      assertThrows(InterruptedException.class, () -> pool.awaitTermination(60, TimeUnit.SECONDS));

      assertFalse(Thread.currentThread().isInterrupted());
      assertEquals(1, pool.submit(() -> 1).get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void awaitTerminationRefusesNullByName() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      NullPointerException error =
          assertThrows(NullPointerException.class, () -> pool.awaitTermination(1, null));

      assertEquals("unit", error.getMessage());
    }
  }

  @Test
  void closeWaitsUntilPreviouslySubmittedTasksHaveCompletedAndThePoolHasTerminated() {
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> task = pool.submit(() -> Victims.work(1));

    pool.close();

    assertTrue(pool.isTerminated());
    assertEquals(1, task.join());
  }

  @Test
  void interruptedCloseStopsAllTasksAsByShutdownNowWaitsAndReassertsTheInterrupt()
      throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    AtomicBoolean flag = new AtomicBoolean();
    AtomicBoolean terminated = new AtomicBoolean();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              pool.close();
              flag.set(Thread.currentThread().isInterrupted());
              terminated.set(pool.isTerminated());
            });
    closer.start();
    closer.join();

    assertTrue(flag.get());
    assertTrue(terminated.get());
    assertThrows(CancellationException.class, running::get);
  }

  @Tag("extended")
  @Test
  void closeHasNoEffectIfAlreadyTerminatedEvenIfInterrupted() {
    ProcessPool pool = ProcessPool.create(1);
    pool.close();
    Thread.currentThread().interrupt();

    pool.close();

    assertTrue(Thread.interrupted());
  }

  @Tag("extended")
  @Test
  void closeFromAStageOfItsOwnTaskEnds() throws Exception {
    ProcessPool pool = ProcessPool.create(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CompletableFuture<Void> closing = pool.submit(() -> 1).thenAccept(value -> pool.close());

    closing.exceptionally(
        error -> {
          thrown.set(error);
          return null;
        });

    closing.get(60, TimeUnit.SECONDS);
    assertTrue(pool.isTerminated());
    assertEquals(null, thrown.get());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void poolIsUsableInTryWithResourcesAsAnyExecutorServiceFrom19On() {
    CompletableFuture<Integer> task;
    try (ProcessPool pool = ProcessPool.create(1)) {
      task = pool.submit(() -> 5);
      assertInstanceOf(AutoCloseable.class, pool);
    }
    assertTrue(task.isDone());
  }
}
