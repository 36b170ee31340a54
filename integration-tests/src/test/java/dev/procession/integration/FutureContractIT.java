package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code Future} as its documentation says, for the futures of submitted tasks. */
@ExtendWith(SharedPool.class)
final class FutureContractIT {
  /** What {@code Future} can do from Java 19 on. */
  private static final String STATES =
      """
      import dev.procession.ProcessPool;
      import java.util.concurrent.Future;

      public class States {
        static int fail() { throw new IllegalStateException("failed"); }

        public static void main(String[] args) throws Exception {
          try (ProcessPool pool = ProcessPool.create(1)) {
            Future<Integer> value = pool.submit(() -> 6);
            Future<Integer> failure = pool.submit(() -> fail());
            Future<Integer> cancelled = pool.submit(() -> { Thread.sleep(60_000); return 1; });
            cancelled.cancel(true);
            value.get();
            try { failure.get(); } catch (java.util.concurrent.ExecutionException e) { }
            System.out.println(value.state() + " " + value.resultNow());
            System.out.println(failure.state() + " " + failure.exceptionNow());
            System.out.println(cancelled.state());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void cancelHasNoEffectAndReturnsFalseIfTheTaskIsCompleted(ProcessPool pool) throws Exception {
    CompletableFuture<Integer> future = pool.submit(() -> 1);
    future.get(60, TimeUnit.SECONDS);

    assertFalse(future.cancel(true));
    assertFalse(future.cancel(false));
    assertFalse(future.isCancelled());
    assertEquals(1, future.get());
  }

  @Test
  void isDoneAndIsCancelledOnceCancelReturnedTrue(ProcessPool pool) {
    for (boolean mayInterrupt : new boolean[] {true, false}) {
      Gate gate = Gate.closed();
      CompletableFuture<Integer> future = pool.submit(() -> gate.announceAndPass(1));

      assertTrue(future.cancel(mayInterrupt));

      assertTrue(future.isDone());
      assertTrue(future.isCancelled());
      assertTrue(future.cancel(mayInterrupt), "again");
      assertThrows(CancellationException.class, future::get);
      assertThrows(CancellationException.class, () -> future.get(1, TimeUnit.SECONDS));
      assertThrows(CancellationException.class, future::join);
      gate.open();
    }
  }

  @Test
  void isDoneButNotCancelledAfterAnException(ProcessPool pool) {
    CompletableFuture<Integer> future = pool.submit(() -> Victims.divide(0));

    assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));

    assertTrue(future.isDone());
    assertTrue(future.isCompletedExceptionally());
    assertFalse(future.isCancelled());
  }

  @Test
  void getWaitsAtMostTheGivenTimeAndTheTaskGoesOn(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<Integer> future = pool.submit(() -> gate.announceAndPass(1));

    assertThrows(TimeoutException.class, () -> future.get(50, TimeUnit.MILLISECONDS));

    assertFalse(future.isDone());
    gate.open();
    assertEquals(1, future.get(60, TimeUnit.SECONDS));
  }

  @Test
  void getThrowsIfTheThreadIsInterruptedAndTheTaskGoesOn(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<Integer> future = pool.submit(() -> gate.announceAndPass(1));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiter =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              thrown.set(assertThrows(InterruptedException.class, future::get));
            });
    waiter.start();
    waiter.join();

    assertInstanceOf(InterruptedException.class, thrown.get());
    gate.open();
    assertEquals(1, future.get(60, TimeUnit.SECONDS));
  }

  @Test
  void causeSaysWhyTheTaskDidNotComeToItsEnd(ProcessPool pool) {
    assertInstanceOf(WorkerCrashedException.class, cause(pool.submit(() -> Victims.exitWith42(1))));
    assertInstanceOf(
        SerializationException.class, cause(pool.submit(() -> Untravelling.returnThread(1))));
    try (ProcessPool impatient =
        ProcessPool.builder()
            .workers(1)
            .taskTimeout(Duration.ofMillis(200))
            .shutdownGrace(Duration.ZERO)
            .build()) {
      assertInstanceOf(
          TaskTimeoutException.class, cause(impatient.submit(() -> Victims.spinOnSeven(7))));
    }
  }

  @Test
  void joinWrapsWhatTheTaskThrew(ProcessPool pool) {
    CompletableFuture<Integer> future = pool.submit(() -> Victims.divide(0));

    assertInstanceOf(
        ArithmeticException.class,
        assertThrows(CompletionException.class, future::join).getCause());
  }

  @Test
  void stageIsAFutureOfItsOwn(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<Integer> task = pool.submit(() -> gate.announceAndPass(1));
    CompletableFuture<Integer> stage = task.thenApply(x -> x + 1);
    gate.awaitAnnounced(1);

    stage.cancel(true);

    gate.open();
    assertEquals(1, task.get(60, TimeUnit.SECONDS));
    assertTrue(stage.isCancelled());
  }

  @Test
  void futuresCombineAsCompletableFuturesDo(ProcessPool pool) throws Exception {
    CompletableFuture<Integer> one = pool.submit(() -> 1);
    CompletableFuture<Integer> two = pool.submit(() -> 2);

    CompletableFuture<Integer> sum =
        one.thenCombine(two, Integer::sum).thenCompose(x -> pool.submit(() -> x * 10));

    assertEquals(30, sum.get(60, TimeUnit.SECONDS));
  }

  @Test
  void asyncStageOnThePoolIsRefusedWithWhatToWrite(ProcessPool pool) {
    CompletableFuture<Integer> stage =
        CompletableFuture.completedFuture(1).thenApplyAsync(x -> x + 1, pool);

    SerializationException error = assertInstanceOf(SerializationException.class, cause(stage));

    assertTrue(error.getMessage().contains("pool.submit(...)"), error.getMessage());
  }

  @Tag("extended")
  @Test
  void stateResultNowAndExceptionNowWorkWhereTheJdkHasThem() throws IOException {
    Path home = Needs.jdkFrom(19);
    Files.writeString(folder.resolve("States.java"), STATES);
    List<String> command =
        List.of(Jvm.java(home), "-cp", Jvm.processionJar().toString(), "States.java");

    try (Jvm program = Jvm.start(folder, command)) {
      assertEquals(
          List.of("SUCCESS 6", "FAILED java.lang.IllegalStateException: failed", "CANCELLED"),
          program.end().expect(0).lines());
    }
  }

  private static Throwable cause(Future<?> future) {
    return assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
        .getCause();
  }
}
