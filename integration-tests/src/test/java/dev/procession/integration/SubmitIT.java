package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableRunnable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single tasks: {@code submit}, {@code execute}, {@code invokeAll}, {@code invokeAny}. */
@ExtendWith(SharedPool.class)
final class SubmitIT {

  @Test
  void valueArrives(ProcessPool pool) throws Exception {
    assertEquals("a value", get(pool.submit(() -> "a " + "value")));
  }

  /** What is known to be quick may share a message, so a long one is a surprise. */
  @Test
  void quickTasksAreDoneWhileALongOneHoldsOneWorker(ProcessPool pool) throws Exception {
    for (int i = 0; i < 200; i++) {
      get(pool.submit(() -> 1));
    }
    Gate gate = Gate.closed();

    CompletableFuture<Integer> slow = pool.submit(() -> gate.announceAndPass(1));
    List<CompletableFuture<Integer>> quick = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      quick.add(pool.submit(() -> 2));
    }

    for (CompletableFuture<Integer> each : quick) {
      assertEquals(2, get(each));
    }
    assertFalse(slow.isDone());
    gate.open();
    assertEquals(1, get(slow));
  }

  @Test
  void invokeAnyFindsTheQuickTaskBetweenTwoLongOnes(ProcessPool pool) throws Exception {
    for (int i = 0; i < 200; i++) {
      get(pool.submit(() -> 1));
    }
    Gate gate = Gate.closed();
    SerializableCallable<String> slow =
        () -> {
          gate.announceAndPass(0);
          return "slow";
        };
    SerializableCallable<String> quick = () -> "quick";

    assertEquals("quick", pool.invokeAny(List.of(slow, quick, slow)));
  }

  @Test
  void valueMayBeNull(ProcessPool pool) throws Exception {
    SerializableCallable<Object> task = () -> null;

    assertNull(get(pool.submit(task)));
  }

  @Test
  void futureGivesItsValueTwice(ProcessPool pool) throws Exception {
    CompletableFuture<Integer> future = pool.submit(() -> 5);

    assertEquals(get(future), get(future));
  }

  @Test
  void causeOfExecutionExceptionIsWhatTheTaskThrew(ProcessPool pool) {
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> get(pool.submit(() -> Victims.refuse(3))));

    assertEquals(3, assertInstanceOf(Victims.Refused.class, error.getCause()).code());
  }

  @Test
  void thousandsOfTasksArriveEach(ProcessPool pool) throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int n = i;
      futures.add(pool.submit(() -> n * 2));
    }

    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i * 2, get(futures.get(i)));
    }
  }

  @Test
  void taskIsEncodedWhenItIsSubmitted(ProcessPool pool) throws Exception {
    ArrayList<Integer> captured = new ArrayList<>(List.of(1));
    CompletableFuture<Integer> future = pool.submit(() -> captured.size());
    captured.clear();

    assertEquals(1, get(future));
  }

  @Test
  void lambdaTypedAsPlainCallableIsRefusedWithAdvice(ProcessPool pool) {
    Callable<Integer> plain = () -> 1;

    SerializationException error =
        assertThrows(SerializationException.class, () -> pool.submit(plain));

    assertTrue(error.getMessage().contains("SerializableCallable"), error.getMessage());
  }

  @Test
  void lambdaTypedAsPlainRunnableIsRefusedWithAdvice(ProcessPool pool) {
    Runnable plain = () -> {};

    SerializationException error =
        assertThrows(SerializationException.class, () -> pool.execute(plain));

    assertTrue(error.getMessage().contains("SerializableRunnable"), error.getMessage());
  }

  @Test
  void supplyAsyncIsRefused(ProcessPool pool) {
    assertThrows(SerializationException.class, () -> CompletableFuture.supplyAsync(() -> 1, pool));
  }

  @Test
  void executedTaskRuns(ProcessPool pool) {
    Gate gate = Gate.closed();

    pool.execute(() -> gate.announce(1));

    gate.awaitAnnounced(1);
  }

  @Test
  void runnableEndsWithItsGivenResult(ProcessPool pool) throws Exception {
    SerializableRunnable nothing = () -> {};
    Object result = new Object();

    assertEquals(result, pool.submit(nothing, result).get(30, TimeUnit.SECONDS));
  }

  @Test
  void cancelledTaskThatWaitsNeverRuns(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    Gate never = Gate.closed();
    List<CompletableFuture<Integer>> blockers = block(pool, gate);
    CompletableFuture<Integer> waiting = pool.submit(() -> never.announceAndPass(9));

    assertTrue(waiting.cancel(true));

    gate.open();
    for (CompletableFuture<Integer> blocker : blockers) {
      get(blocker);
    }
    assertEquals(1, get(pool.submit(() -> 1)));
    assertThrows(CancellationException.class, waiting::join);
    assertEquals(0, never.announced());
  }

  @Test
  void cancelledTaskThatRunsGivesItsWorkerBack(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<CompletableFuture<Integer>> spinning = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int n = i;
      spinning.add(pool.submit(() -> gate.announceAndSpin(n)));
    }
    gate.awaitAnnounced(2);

    spinning.forEach(future -> future.cancel(true));

    assertEquals(1, get(pool.submit(() -> 1)));
    spinning.forEach(future -> assertThrows(CancellationException.class, future::join));
  }

  @Test
  void cancelledTaskThatHeedsInterruptsKeepsItsProcess(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<Long> before = pids(pool);
    CompletableFuture<Integer> waiting = pool.submit(() -> gate.announceAndPass(1));
    gate.awaitAnnounced(1);

    waiting.cancel(true);

    assertEquals(1, get(pool.submit(() -> 1)));
    assertEquals(before, pids(pool));
  }

  @Test
  void interruptedMapIsCancelledAndKeepsTheFlag(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try {
                pool.map(gate::announceAndSpin, List.of(0, 1));
              } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    gate.awaitAnnounced(1);

    caller.interrupt();

    caller.join();
    assertInstanceOf(CancellationException.class, thrown.get());
    assertTrue(flag.get());
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
  }

  @Test
  void invokeAllGivesDoneFuturesInOrder(ProcessPool pool) throws Exception {
    List<SerializableCallable<Integer>> tasks = List.of(() -> 1, () -> Victims.divide(0), () -> 3);

    List<Future<Integer>> futures = pool.invokeAll(tasks);

    assertTrue(futures.stream().allMatch(Future::isDone));
    assertEquals(1, futures.get(0).get());
    assertInstanceOf(
        ArithmeticException.class,
        assertThrows(ExecutionException.class, futures.get(1)::get).getCause());
    assertEquals(3, futures.get(2).get());
  }

  @Test
  void invokeAllWithLimitCancelsWhatIsLate(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks = List.of(() -> gate.announceAndPass(1));

    List<Future<Integer>> futures = pool.invokeAll(tasks, 50, TimeUnit.MILLISECONDS);

    assertTrue(futures.get(0).isCancelled());
  }

  @Test
  void invokeAnyGivesOneThatSucceeds(ProcessPool pool) throws Exception {
    List<SerializableCallable<Integer>> tasks = List.of(() -> Victims.divide(0), () -> 2);

    assertEquals(2, pool.invokeAny(tasks));
  }

  @Test
  void invokeAnyCancelsTheOthers(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks = List.of(() -> gate.announceAndPass(1), () -> 2);

    assertEquals(2, pool.invokeAny(tasks));
    assertEquals(List.of(1, 2), pool.map(x -> x, List.of(1, 2)));
  }

  @Test
  void invokeAnyOfFailuresFails(ProcessPool pool) {
    List<SerializableCallable<Integer>> tasks =
        List.of(() -> Victims.divide(0), () -> Victims.divide(0));

    assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks));
    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(List.of()));
  }

  @Test
  void invokeAnyWithLimitTimesOut(ProcessPool pool) {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks = List.of(() -> gate.announceAndPass(1));

    assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, 50, TimeUnit.MILLISECONDS));
  }

  /** The tasks wait for their stages: one that comes too late would run, and block, here. */
  @Test
  void callbackThatThrowsOrBlocksDelaysNobody(ProcessPool pool) throws Exception {
    Gate tasks = Gate.closed();
    Gate gate = Gate.closed();
    for (int i = 0; i < 3; i++) {
      int n = i;
      pool.submit(() -> tasks.announceAndPass(n)).thenRun(() -> gate.announceAndPass(n));
      pool.submit(() -> tasks.announceAndPass(n + 3))
          .thenRun(
              () -> {
                throw new IllegalStateException("callback");
              });
    }
    tasks.open();
    gate.awaitAnnounced(3);

    assertEquals(2, get(pool.submit(() -> 2)));
    assertEquals(List.of(3), pool.map(x -> x, List.of(3)));
    gate.open();
    await().until(() -> pool.stats().tasksRunning() == 0);
  }

  private static List<CompletableFuture<Integer>> block(ProcessPool pool, Gate gate) {
    List<CompletableFuture<Integer>> blockers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int n = i;
      blockers.add(pool.submit(() -> gate.announceAndPass(n)));
    }
    gate.awaitAnnounced(2);
    return blockers;
  }

  private static List<Long> pids(ProcessPool pool) {
    await().until(() -> pool.workers().stream().allMatch(worker -> worker.pid() != 0));
    return pool.workers().stream().map(worker -> worker.pid()).toList();
  }

  private static <T> T get(Future<T> future) throws Exception {
    assertNotNull(future);
    return future.get(40, TimeUnit.SECONDS);
  }
}
