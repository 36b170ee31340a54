package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskFutureTest {
  private static final int ROUNDS = 500;
  private static final int ROUNDS_OF_DIVES = 5;
  private static final int FRAMES_BETWEEN_TRIALS = 16;
  private static final long STACK_BYTES = 512 << 10;
  private static final Set<Thread.State> WAITING =
      EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private final TaskFuture<Integer> future = new TaskFuture<>();
  private final AtomicReference<Thread> endedBy = new AtomicReference<>();

  @Test
  void whoWaitsEndsIt() throws Exception {
    Waiting waiting = new Waiting(future::get);

    assertTrue(future.endsItself(this::end));

    assertEquals(7, waiting.result());
    assertSame(waiting.thread(), endedBy.get());
  }

  /** Has no text. */
  private static final class Textless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @Test
  void allAreToldOfExceptionWhoseTextFails() {
    Textless thrown = new Textless();
    AtomicInteger told = new AtomicInteger();
    CompletableFuture<Integer> first = future.whenComplete((v, e) -> told.incrementAndGet());
    CompletableFuture<Integer> second = future.whenComplete((v, e) -> told.incrementAndGet());

    future.taskThrew(thrown);

    assertEquals(2, told.get());
    assertTrue(first.isDone() && second.isDone());
    assertSame(thrown, assertThrows(ExecutionException.class, future::get).getCause());
    assertSame(
        thrown,
        assertThrows(ExecutionException.class, () -> future.get(1, TimeUnit.SECONDS)).getCause());
  }

  /** Whose text waits for something that does not come. */
  private static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  @Test
  void allAreToldOfExceptionWhoseTextDoesNotCome() {
    Silent thrown = new Silent();
    AtomicInteger told = new AtomicInteger();
    CompletableFuture<Integer> stage = future.whenComplete((v, e) -> told.incrementAndGet());

    future.taskThrew(thrown);

    assertEquals(1, told.get());
    assertTrue(stage.isDone());
    ExecutionException failure = assertThrows(ExecutionException.class, future::get);
    assertSame(thrown, failure.getCause());
    assertTrue(String.valueOf(failure.getMessage()).contains(Silent.class.getName()));
  }

  @Test
  void whoJoinsEndsIt() throws Exception {
    Waiting waiting = new Waiting(future::join);

    assertTrue(future.endsItself(this::end));

    assertEquals(7, waiting.result());
    assertSame(waiting.thread(), endedBy.get());
  }

  @Test
  void whoJoinsWaitsOnWhenInterrupted() throws Exception {
    Waiting waiting = new Waiting(future::join);
    waiting.thread().interrupt();
    // It waits in the usual way now, which nobody is told of.
    spinUntil(() -> future.getNumberOfDependents() == 1);

    assertFalse(future.endsItself(this::end));
    end();

    assertEquals(7, waiting.result());
  }

  @Test
  void interruptedWaitsLeaveNothingBehind() {
    for (int i = 0; i < ROUNDS; i++) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, future::get);
      assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.NANOSECONDS));
    }

    assertEquals(0, future.getNumberOfDependents());
    // One for all of them, which wakes who waits.
    assertFalse(future.toString().contains(ROUNDS + " dependents"), future.toString());
  }

  @Test
  void whoWaitsAfterAnInterruptedWaitIsWoken() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, future::get);
    Waiting waiting = new Waiting(future::get);

    end();

    assertEquals(7, waiting.result());
  }

  @Test
  void nobodyWaits() {
    assertFalse(future.endsItself(this::end));
    assertFalse(future.isDone());
  }

  /** Its stages may block, and the one who waits must not wait for that. */
  @Test
  void isNotLeftToWhoWaitsIfStagesHangOnIt() throws Exception {
    CompletableFuture<Integer> stage = future.thenApply(x -> x + 1);
    Waiting waiting = new Waiting(future::get);

    assertFalse(future.endsItself(this::end));
    end();

    assertEquals(7, waiting.result());
    assertEquals(8, stage.get());
  }

  @Test
  void interruptedWaitIsOver() throws Exception {
    Waiting waiting = new Waiting(future::get);

    waiting.thread().interrupt();

    ExecutionException thrown = assertThrows(ExecutionException.class, waiting::result);
    assertTrue(thrown.getCause() instanceof InterruptedException);
    assertFalse(future.endsItself(this::end));
  }

  @Test
  void endsOnceThoughTheWaitIsInterruptedMeanwhile() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TaskFuture<Integer> raced = new TaskFuture<>();
      Waiting waiting = new Waiting(raced::get);
      AtomicInteger ends = new AtomicInteger();
      Runnable ending =
          () -> {
            ends.incrementAndGet();
            raced.complete(7);
          };

      Thread interrupting = new Thread(waiting.thread()::interrupt);
      interrupting.start();
      if (!raced.endsItself(ending)) {
        ending.run();
      }

      assertEquals(7, raced.get(30, TimeUnit.SECONDS));
      interrupting.join();
      waiting.thread().join();
      assertEquals(1, ends.get());
    }
  }

  @Test
  void whateverEndsItWakesWhoWaits() throws Exception {
    Waiting waiting = new Waiting(future::get);
    future.cancel(true);
    assertThrows(CancellationException.class, () -> throwCause(waiting));

    TaskFuture<Integer> completed = new TaskFuture<>();
    Waiting waitingToo = new Waiting(completed::get);
    completed.completeAsync(() -> 9);
    assertEquals(9, waitingToo.result());
  }

  /** A thread is a {@code Runnable}, too. */
  @Test
  void whoWaitsDoesNothingButWaitIfAnotherEndsIt() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Thread waiting =
        new Thread(
            () -> {
              runs.incrementAndGet();
              future.join();
            });
    waiting.start();
    spinUntil(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    end();

    waiting.join();
    assertEquals(1, runs.get());
  }

  @Test
  void allWhoWaitAreWoken() throws Exception {
    Waiting first = new Waiting(future::get);
    FutureTask<Integer> second = new FutureTask<>(future::join);
    Thread secondThread = new Thread(second);
    secondThread.start();
    spinUntil(() -> future.getNumberOfDependents() == 1);

    assertFalse(future.endsItself(this::end));
    end();

    assertEquals(7, first.result());
    assertEquals(7, second.get());
  }

  /** So that its pool, which is told of waits of the usual kind only, may start another thread. */
  @Test
  void threadsOfForkJoinPoolsWaitInTheUsualWay() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      ForkJoinTask<Integer> waiting = pool.submit(future::join);
      spinUntil(() -> future.getNumberOfDependents() == 1);

      assertFalse(future.endsItself(this::end));
      end();

      assertEquals(7, waiting.get());
    } finally {
      pool.shutdown();
    }
  }

  /** It may wait for a carrier for as long as other virtual threads like. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadsWaitInTheUsualWay() throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    CompletableFuture<Integer> value = new CompletableFuture<>();
    start.invoke(null, (Runnable) () -> value.complete(future.join()));
    spinUntil(() -> future.getNumberOfDependents() == 1);

    assertFalse(future.endsItself(this::end));
    end();

    assertEquals(7, value.get(30, TimeUnit.SECONDS));
  }

  /** Somebody else may wait for it as well, with stack enough. */
  @Test
  void endsThoughWhoWaitsHasHardlyAnyStackLeft() throws Exception {
    for (int round = 0; round < ROUNDS_OF_DIVES; round++) {
      TaskFuture<Integer> deep = new TaskFuture<>();
      FutureTask<Integer> dive = new FutureTask<>(() -> waitAtTheBottom(deep, 0));
      Thread diver = new Thread(null, dive, "diver", STACK_BYTES);
      diver.start();
      spinUntil(() -> dive.isDone() || WAITING.contains(diver.getState()));

      // A dive that is over has failed, which get() below tells.
      Runnable ending = () -> deep.complete(7);
      if (dive.isDone() || !deep.endsItself(ending)) {
        ending.run();
      }

      assertEquals(7, deep.get(30, TimeUnit.SECONDS));
      assertEquals(7, dive.get(30, TimeUnit.SECONDS));
      diver.join();
    }
  }

  /** Waits nearly in the deepest place where waiting is possible at all. */
  @SuppressWarnings("InfiniteRecursion") // It is meant to run out of stack.
  private static int waitAtTheBottom(TaskFuture<Integer> deep, int depth) {
    try {
      return waitAtTheBottom(deep, depth + 1);
    } catch (StackOverflowError e) {
      // To try it everywhere would take long.
      if (depth % FRAMES_BETWEEN_TRIALS != 0) {
        throw e;
      }
      return deep.join();
    }
  }

  @Test
  void waitWithLimitIsOfTheUsualKind() {
    assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
    assertFalse(future.endsItself(this::end));
  }

  private void end() {
    endedBy.set(Thread.currentThread());
    future.complete(7);
  }

  private static void spinUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void throwCause(Waiting waiting) throws Throwable {
    try {
      waiting.result();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /** A thread that waits, and is known to. */
  private static final class Waiting {
    private final FutureTask<Integer> task;
    private final Thread thread;

    Waiting(Callable<Integer> wait) {
      task = new FutureTask<>(wait);
      thread = new Thread(task);
      thread.start();
      spinUntil(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    Thread thread() {
      return thread;
    }

    Integer result() throws Exception {
      return task.get(30, TimeUnit.SECONDS);
    }
  }
}
