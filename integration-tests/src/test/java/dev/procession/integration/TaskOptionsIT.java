package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.TaskOptions;
import dev.procession.TaskTimeoutException;
import dev.procession.WhenFull;
import dev.procession.WorkerCrashedException;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.WorkerContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits, retries, names and priorities of single tasks; the same retries in maps. */
@ExtendWith(SharedPool.class)
final class TaskOptionsIT {
  /** Counted in the worker: the order of callbacks in this JVM is not that of the tasks. */
  private static final AtomicInteger TURNS = new AtomicInteger();

  private static final TaskOptions PLAIN = TaskOptions.defaults();

  /** Throws on all attempts before the one with that number, which it returns. */
  static int failBefore(int attempt) throws IOException {
    int now = WorkerContext.current().attempt();
    if (now < attempt) {
      throw new FileNotFoundException("attempt " + now);
    }
    return now;
  }

  static int spinBefore(int attempt) {
    int now = WorkerContext.current().attempt();
    while (now < attempt && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return now;
  }

  private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> future) {
    return assertInstanceOf(type, assertThrows(ExecutionException.class, future::get).getCause());
  }

  @Test
  void taskThatThrowsIsTriedAgain(ProcessPool pool) throws Exception {
    assertEquals(3, pool.submit(() -> failBefore(3), PLAIN.retries(2)).get());
  }

  @Test
  void optionsAreNeverTakenForAResult(ProcessPool pool) {
    SerializableRunnable serializable = () -> {};
    Runnable task = serializable;
    List<String> reasons = new ArrayList<>();
    for (Object options : List.of(PLAIN, MapOptions.defaults())) {
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, () -> pool.submit(task, options));
      reasons.add(String.valueOf(error.getMessage()));
    }

    assertTrue(reasons.get(0).contains("declare it as a SerializableRunnable"), reasons.get(0));
    assertTrue(reasons.get(1).contains("give a submitted task TaskOptions"), reasons.get(1));
  }

  @Test
  void lastFailureIsReportedWhenNoRetryIsLeft(ProcessPool pool) {
    IOException last =
        failure(IOException.class, pool.submit(() -> failBefore(9), PLAIN.retries(2)));

    assertEquals("attempt 3", last.getMessage());
  }

  @Test
  void onlyTheNamedExceptionsAreRetried(ProcessPool pool) throws Exception {
    TaskOptions onIo = PLAIN.retries(2).retryOn(IOException.class);

    assertEquals(2, pool.submit(() -> failBefore(2), onIo).get());
    ArithmeticException first =
        failure(
            ArithmeticException.class,
            pool.submit(
                () -> {
                  throw new ArithmeticException("attempt " + WorkerContext.current().attempt());
                },
                onIo));
    assertEquals("attempt 1", first.getMessage());
  }

  @Test
  void retriesWaitLongerEachTime(ProcessPool pool) throws Exception {
    TaskOptions options = PLAIN.retries(2).retryDelay(Duration.ofMillis(60));
    long begun = System.nanoTime();

    assertEquals(3, pool.submit(() -> failBefore(3), options).get());

    assertTrue(System.nanoTime() - begun >= 180_000_000, "too early");
  }

  @Test
  void taskThatExceedsItsTimeoutIsTriedAgainUnlessOnlyExceptionsAre(ProcessPool pool)
      throws Exception {
    // The second attempt must stay within it, in a process that is new and on a busy machine.
    TaskOptions limited = PLAIN.retries(1).timeout(Duration.ofMillis(500));

    assertEquals(2, pool.submit(() -> spinBefore(2), limited).get());
    TaskTimeoutException late =
        failure(
            TaskTimeoutException.class,
            pool.submit(() -> spinBefore(9), limited.retryOn(IOException.class).name("spinning")));
    assertTrue(late.getMessage().startsWith("Task 'spinning' ran longer"), late.getMessage());
  }

  @Test
  void crashesHaveRetriesOfTheirOwn(ProcessPool pool) throws Exception {
    assertEquals(2, pool.submit(() -> Victims.haltOnFirstAttempt(1), PLAIN.crashRetries(1)).get());
    WorkerCrashedException crash =
        failure(
            WorkerCrashedException.class,
            pool.submit(() -> Victims.haltOnFirstAttempt(1), PLAIN.retries(5).name("halting")));
    assertEquals(1, crash.attempts());
    assertTrue(crash.getMessage().contains("Task 'halting'"), crash.getMessage());
  }

  @Test
  void tasksOfAHigherPriorityOvertakeThoseThatWait() {
    List<Integer> turns;
    try (ProcessPool one = ProcessPool.create(1)) {
      Gate gate = Gate.closed();
      CompletableFuture<?> first = one.submit(() -> gate.announceAndPass(0));
      gate.awaitAnnounced(1);
      List<CompletableFuture<Integer>> ends =
          IntStream.of(-5, 0, 5)
              .mapToObj(p -> one.submit(() -> TURNS.incrementAndGet(), PLAIN.priority(p)))
              .toList();
      gate.open();
      first.join();
      turns = ends.stream().map(CompletableFuture::join).toList();
    }

    assertEquals(List.of(3, 2, 1), turns);
  }

  @Tag("extended")
  @Test
  void thousandsOfTasksWithOptionsOfTheirOwnAllEnd(ProcessPool pool) {
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, 3_000)
            .mapToObj(
                i -> pool.submit(() -> failBefore(2) + i, PLAIN.retries(1 + i % 900).name("t" + i)))
            .toList();

    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i + 2, futures.get(i).join());
    }
  }

  @Test
  void itemsOfAMapAreTriedAgainAndKeepTheirOrder(ProcessPool pool) {
    MapOptions options = MapOptions.defaults().retries(2).retryOn(IOException.class);

    List<Integer> attempts =
        pool.map(
            i -> i % 7 == 0 ? failBefore(3) : 1, IntStream.range(0, 200).boxed().toList(), options);

    assertEquals(IntStream.range(0, 200).mapToObj(i -> i % 7 == 0 ? 3 : 1).toList(), attempts);
  }

  @Test
  void failedItemSaysWhatItWasPartOfAndHowOftenItWasTried(ProcessPool pool) {
    TaskFailedException failed =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.map(
                    i -> failBefore(9),
                    List.of(1),
                    MapOptions.defaults().retries(2).name("hash files")));

    assertTrue(
        failed.getMessage().matches("Item 1 of 'hash files' failed in .*, after 2 retries,: .*"),
        failed.getMessage());
  }

  @Test
  void oneTaskTooManyIsRejected() {
    try (ProcessPool one =
        ProcessPool.builder().workers(1).maxQueued(2).whenFull(WhenFull.REJECT).build()) {
      Gate gate = Gate.closed();
      List<CompletableFuture<Integer>> taken =
          IntStream.range(0, 3).mapToObj(i -> one.submit(() -> gate.announceAndPass(i))).toList();

      assertThrows(RejectedExecutionException.class, () -> one.submit(() -> 4));
      gate.open();
      taken.forEach(CompletableFuture::join);
      assertEquals(5, one.submit(() -> 5).join());
    }
  }

  @Test
  void whoSubmitsFasterThanWorkersWorkWaits() {
    int tasks = 3_000;
    AtomicInteger ended = new AtomicInteger();
    try (ProcessPool one = ProcessPool.builder().workers(1).maxQueued(20).build()) {
      for (int i = 0; i < tasks; i++) {
        one.submit(() -> 1).thenAccept(ended::addAndGet);
        PoolStats now = one.stats();
        long open = now.tasksQueued() + now.tasksRunning();
        assertTrue(open <= 21, open + " tasks are open");
      }
    }
    await().untilAsserted(() -> assertEquals(tasks, ended.get()));
  }

  @Test
  void cancelledTasksMakeRoom() {
    try (ProcessPool one =
        ProcessPool.builder()
            .workers(1)
            .maxQueued(0)
            .whenFull(WhenFull.REJECT)
            .shutdownGrace(Duration.ofMillis(100))
            .build()) {
      one.submit(() -> spinBefore(9)).cancel(true);

      assertEquals(2, one.submit(() -> 2).join());
    }
  }

  @Test
  void endOfTheFutureByOrTimeoutStopsTheTask(ProcessPool pool) {
    Gate gate = Gate.closed();

    CompletableFuture<Integer> late =
        pool.submit(() -> gate.announceAndPass(1)).orTimeout(50, TimeUnit.MILLISECONDS);
    CompletableFuture<Integer> replaced =
        pool.submit(() -> gate.announceAndPass(1)).completeOnTimeout(7, 50, TimeUnit.MILLISECONDS);
    CompletableFuture<List<Integer>> map =
        pool.mapAsync(gate::announceAndPass, List.of(1, 2)).orTimeout(50, TimeUnit.MILLISECONDS);
    CompletableFuture<Integer> forced = pool.submit(() -> gate.announceAndPass(1));
    forced.obtrudeValue(8);
    CompletableFuture<List<Integer>> failed = pool.mapAsync(gate::announceAndPass, List.of(1, 2));
    failed.obtrudeException(new IllegalStateException());

    assertInstanceOf(
        TimeoutException.class, assertThrows(ExecutionException.class, late::get).getCause());
    assertInstanceOf(
        TimeoutException.class, assertThrows(ExecutionException.class, map::get).getCause());
    assertEquals(7, replaced.join());
    // The gate stays closed, so only what was stopped has made room for these.
    assertEquals(List.of(1, 2), pool.map(x -> x, List.of(1, 2)));
    await().untilAsserted(() -> assertEquals(0, pool.stats().tasksRunning()));
  }
}
