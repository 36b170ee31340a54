package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableRunnable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * {@code Executor} and {@code ExecutorService} as their documentation says, a test for each
 * sentence: tasks, alone and together. {@link ExecutorLifeContractIT} has those on the end of a
 * pool, {@link FutureContractIT} those of {@code Future}.
 */
@ExtendWith(SharedPool.class)
@SuppressWarnings("NullAway") // Null is what several of the sentences are about.
final class ExecutorContractIT {

  @Test
  void executesTheGivenCommandAtSomeTimeInTheFuture(ProcessPool pool) {
    Gate gate = Gate.closed();
    ExecutorService executor = pool;
    SerializableRunnable command = () -> gate.announce(1);

    executor.execute(command);

    gate.awaitAnnounced(1);
  }

  @Test
  void executeOfNullIsRefusedByName(ProcessPool pool) {
    assertNamesNull("task", () -> pool.execute((Runnable) null));
    assertNamesNull("task", () -> pool.execute((SerializableRunnable) null));
  }

  @Test
  void submitsValueReturningTaskAndReturnsFutureOfItsPendingResult(ProcessPool pool)
      throws Exception {
    Gate gate = Gate.closed();
    SerializableCallable<Integer> task = () -> gate.announceAndPass(3);
    ExecutorService executor = pool;
    Callable<Integer> callable = task;

    Future<Integer> future = executor.submit(callable);

    gate.awaitAnnounced(1);
    assertFalse(future.isDone());
    gate.open();
    assertEquals(3, future.get(60, TimeUnit.SECONDS));
  }

  @Test
  void futureOfRunnableReturnsNullUponSuccessfulCompletion(ProcessPool pool) throws Exception {
    SerializableRunnable task = () -> {};

    assertNull(pool.submit(task).get(60, TimeUnit.SECONDS));
    assertNull(pool.submit((Runnable) task).get(60, TimeUnit.SECONDS));
  }

  @Test
  void futureOfRunnableWithResultReturnsThatResultUponSuccessfulCompletion(ProcessPool pool)
      throws Exception {
    SerializableRunnable task = () -> {};

    assertEquals("given", pool.submit(task, "given").get(60, TimeUnit.SECONDS));
    assertNull(pool.submit(task, null).get(60, TimeUnit.SECONDS));
  }

  @Test
  void futureOfRunnableWithResultFailsWithWhatTheTaskThrew(ProcessPool pool) {
    SerializableRunnable task = Victims::failToBegin;

    ExecutionException error =
        assertThrows(ExecutionException.class, () -> pool.submit(task, "given").get());

    assertEquals("cannot begin", error.getCause().getMessage());
  }

  @Test
  void submitOfNullIsRefusedByName(ProcessPool pool) {
    assertNamesNull("task", () -> pool.submit((Runnable) null));
    assertNamesNull("task", () -> pool.submit((Callable<Integer>) null));
    assertNamesNull("task", () -> pool.submit((SerializableCallable<Integer>) null));
    assertNamesNull("task", () -> pool.submit((SerializableRunnable) null));
    assertNamesNull("task", () -> pool.submit((Runnable) null, "result"));
  }

  @Test
  void invokeAllReturnsFuturesInTheOrderOfTheTasksEachOfWhichIsDone(ProcessPool pool)
      throws Exception {
    List<SerializableCallable<Integer>> tasks =
        IntStream.range(0, 200).<SerializableCallable<Integer>>mapToObj(i -> () -> i).toList();

    List<Future<Integer>> futures = pool.invokeAll(tasks);

    for (int i = 0; i < tasks.size(); i++) {
      assertTrue(futures.get(i).isDone());
      assertEquals(i, futures.get(i).get());
    }
  }

  @Test
  void completedTaskOfInvokeAllMayHaveTerminatedByThrowing(ProcessPool pool) throws Exception {
    List<SerializableCallable<Integer>> tasks = List.of(() -> Victims.divide(0), () -> 2);

    List<Future<Integer>> futures = pool.invokeAll(tasks);

    assertInstanceOf(
        ArithmeticException.class,
        assertThrows(ExecutionException.class, futures.get(0)::get).getCause());
    assertEquals(2, futures.get(1).get());
  }

  @Test
  void invokeAllOfNothingReturnsNothing(ProcessPool pool) throws Exception {
    List<SerializableCallable<Integer>> nothing = List.of();

    assertEquals(List.of(), pool.invokeAll(nothing));
    assertEquals(List.of(), pool.invokeAll(nothing, 1, TimeUnit.SECONDS));
  }

  @Test
  void invokeAllCancelsUnfinishedTasksIfInterruptedWhileWaiting(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks =
        IntStream.range(0, 4)
            .<SerializableCallable<Integer>>mapToObj(i -> () -> gate.announceAndSpin(i))
            .toList();

    Throwable thrown = thrownWhenInterrupted(gate, () -> pool.invokeAll(tasks));

    assertInstanceOf(InterruptedException.class, thrown);
    assertEquals(7, pool.submit(() -> 7).get(60, TimeUnit.SECONDS));
    assertTrue(gate.announced() <= 2, "those that waited have begun");
  }

  @Test
  void timedInvokeAllCancelsTasksThatHaveNotCompletedUponReturn(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks =
        List.of(() -> gate.announceAndPass(1), () -> gate.announceAndSpin(2));

    List<Future<Integer>> futures = pool.invokeAll(tasks, 100, TimeUnit.MILLISECONDS);

    assertTrue(futures.stream().allMatch(Future::isDone));
    assertTrue(futures.stream().allMatch(Future::isCancelled));
  }

  @Test
  void timedInvokeAllReturnsWhenAllCompleteBeforeTheTimeoutExpires(ProcessPool pool)
      throws Exception {
    List<SerializableCallable<Integer>> tasks = List.of(() -> 1, () -> 2);

    List<Future<Integer>> futures = pool.invokeAll(tasks, 1, TimeUnit.DAYS);

    assertEquals(1, futures.get(0).get());
    assertEquals(2, futures.get(1).get());
  }

  @Test
  void timedInvokeAllWithoutTimeReturnsAtOnceWithDoneFutures(ProcessPool pool) throws Exception {
    List<SerializableCallable<Integer>> tasks = List.of(ExecutorContractIT::takeAnHour);

    for (long past : new long[] {0, -1, Long.MIN_VALUE + 1, Long.MIN_VALUE}) {
      assertTrue(pool.invokeAll(tasks, past, TimeUnit.NANOSECONDS).get(0).isCancelled());
      assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, past, TimeUnit.NANOSECONDS));
    }
  }

  private static int takeAnHour() throws InterruptedException {
    TimeUnit.HOURS.sleep(1);
    return 0;
  }

  @Test
  void invokeAllRefusesNullsByNameAndSubmitsNothing(ProcessPool pool) {
    Gate gate = Gate.closed();
    SerializableCallable<Integer> task = () -> gate.announceAndPass(1);
    Collection<SerializableCallable<Integer>> withNull = Arrays.asList(task, null);

    assertNamesNull("tasks", () -> pool.invokeAll(null));
    assertNamesNull("tasks", () -> pool.invokeAll(null, 1, TimeUnit.SECONDS));
    assertNamesNull("task", () -> pool.invokeAll(withNull));
    assertNamesNull("task", () -> pool.invokeAll(withNull, 1, TimeUnit.SECONDS));
    assertNamesNull("unit", () -> pool.invokeAll(List.of(task), 1, null));
    // Another test's task may still be leaving.
    await().until(() -> pool.stats().tasksQueued() + pool.stats().tasksRunning() == 0);
    assertEquals(0, gate.announced());
  }

  @Test
  void invokeAllRefusesTaskThatCannotTravelAndSubmitsNothing(ProcessPool pool) {
    Gate gate = Gate.closed();
    SerializableCallable<Integer> task = () -> gate.announceAndPass(1);
    Callable<Integer> plain = () -> 1;

    assertThrows(SerializationException.class, () -> pool.invokeAll(List.of(task, plain)));
    assertThrows(SerializationException.class, () -> pool.invokeAny(List.of(task, plain)));
    assertEquals(0, gate.announced());
  }

  @Test
  void invokeAnyReturnsTheResultOfOneThatCompletedWithoutThrowing(ProcessPool pool)
      throws Exception {
    List<SerializableCallable<Integer>> tasks =
        List.of(() -> Victims.divide(0), () -> Victims.exitWith42(1), () -> 3);

    assertEquals(3, pool.invokeAny(tasks));
    assertEquals(3, pool.invokeAny(tasks, 1, TimeUnit.MINUTES));
  }

  @Test
  void invokeAnyCancelsTasksThatHaveNotCompletedUponNormalReturn(ProcessPool pool)
      throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks = List.of(() -> gate.announceAndSpin(1), () -> 2);

    assertEquals(2, pool.invokeAny(tasks));
    await().until(() -> pool.stats().tasksRunning() + pool.stats().tasksQueued() == 0);
  }

  @Test
  void invokeAnyThrowsExecutionExceptionIfNoTaskSuccessfullyCompletes(ProcessPool pool) {
    List<SerializableCallable<Integer>> tasks =
        List.of(() -> Victims.divide(0), () -> Victims.divide(0));

    for (Executable call :
        List.<Executable>of(
            () -> pool.invokeAny(tasks), () -> pool.invokeAny(tasks, 1, TimeUnit.MINUTES))) {
      assertInstanceOf(
          ArithmeticException.class, assertThrows(ExecutionException.class, call).getCause());
    }
  }

  @Test
  void invokeAnyOfNothingIsAnIllegalArgument(ProcessPool pool) {
    List<SerializableCallable<Integer>> nothing = List.of();

    assertThrows(IllegalArgumentException.class, () -> pool.invokeAny(nothing));
    assertThrows(
        IllegalArgumentException.class, () -> pool.invokeAny(nothing, 1, TimeUnit.SECONDS));
  }

  @Test
  void invokeAnyRefusesNullsByNameAndSubmitsNothing(ProcessPool pool) {
    Gate gate = Gate.closed();
    SerializableCallable<Integer> task = () -> gate.announceAndPass(1);
    Collection<SerializableCallable<Integer>> withNull = Arrays.asList(task, null);

    assertNamesNull("tasks", () -> pool.invokeAny(null));
    assertNamesNull("tasks", () -> pool.invokeAny(null, 1, TimeUnit.SECONDS));
    assertNamesNull("task", () -> pool.invokeAny(withNull));
    assertNamesNull("task", () -> pool.invokeAny(withNull, 1, TimeUnit.SECONDS));
    assertNamesNull("unit", () -> pool.invokeAny(List.of(task), 1, null));
    assertEquals(0, gate.announced());
  }

  @Test
  void invokeAnyThrowsTimeoutExceptionIfTimeElapsesBeforeAnyTaskCompletes(ProcessPool pool)
      throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks = List.of(() -> gate.announceAndSpin(1));

    assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, 100, TimeUnit.MILLISECONDS));
    assertThrows(TimeoutException.class, () -> pool.invokeAny(tasks, 0, TimeUnit.MILLISECONDS));
    assertEquals(7, pool.submit(() -> 7).get(60, TimeUnit.SECONDS));
  }

  @Test
  void invokeAnyCancelsUnfinishedTasksIfInterruptedWhileWaiting(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    List<SerializableCallable<Integer>> tasks =
        List.of(() -> gate.announceAndSpin(1), () -> gate.announceAndSpin(2));

    Throwable thrown = thrownWhenInterrupted(gate, () -> pool.invokeAny(tasks));

    assertInstanceOf(InterruptedException.class, thrown);
    assertEquals(7, pool.submit(() -> 7).get(60, TimeUnit.SECONDS));
  }

  private static Throwable thrownWhenInterrupted(Gate gate, Executable call)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                call.execute();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
    caller.start();
    gate.awaitAnnounced(1);
    caller.interrupt();
    caller.join();
    return thrown.get();
  }

  private static void assertNamesNull(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }
}
