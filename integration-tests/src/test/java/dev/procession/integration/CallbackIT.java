package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.Progress;
import dev.procession.TaskTimeoutException;
import dev.procession.task.WorkerContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Code of the caller's that blocks, or throws anything: it harms its own caller at most. */
final class CallbackIT {
  private static final List<Integer> MANY = IntStream.range(0, 500).boxed().toList();
  private static final int MORE_THAN_PIPES_HOLD = 4_000;

  @Test
  void progressConsumerThatBlocksDelaysNeitherItsMapNorOthers() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ConcurrentLinkedDeque<Progress> reports = new ConcurrentLinkedDeque<>();
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<Integer> own =
          pool.map(
              x -> x,
              MANY,
              MapOptions.defaults()
                  .onProgress(
                      progress -> {
                        awaitQuietly(release);
                        reports.add(progress);
                      }));

      assertEquals(MANY, own);
      assertEquals(MANY, pool.map(x -> x, MANY));
      assertEquals(1, pool.submit(() -> 1).get(60, TimeUnit.SECONDS));
      assertEquals(0, reports.size());
      release.countDown();
      await().until(() -> !reports.isEmpty() && reports.getLast().done() == MANY.size());
    }
  }

  @Tag("extended")
  @Test
  void progressConsumerThatThrowsIsToldAgain() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger largest = new AtomicInteger();
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<Integer> own =
          pool.map(
              x -> x,
              MANY,
              MapOptions.defaults()
                  .onProgress(
                      progress -> {
                        Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
                        calls.incrementAndGet();
                        largest.accumulateAndGet((int) progress.done(), Math::max);
                        throw new AssertionError("in onProgress");
                      }));

      assertEquals(MANY, own);
      await().until(() -> largest.get() == MANY.size());
      assertEquals(MANY, pool.map(x -> x, MANY));
    }
    assertTrue(calls.get() >= 1);
  }

  /** The tasks wait for their stages: one that comes too late would run, and block, here. */
  @Test
  void stagesThatBlockOrThrowErrorsDelayNoOtherUser() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Gate tasks = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(2)) {
      for (int i = 0; i < 20; i++) {
        int n = i;
        pool.submit(() -> tasks.announceAndPass(n))
            .whenComplete((value, error) -> awaitQuietly(release));
        pool.mapAsync(x -> tasks.announceAndPass(x), List.of(100 + n))
            .whenComplete(
                (value, error) -> {
                  throw new StackOverflowError("in a stage");
                });
      }
      tasks.open();

      assertEquals(MANY, pool.map(x -> x, MANY));
      assertEquals(2, pool.submit(() -> 2).get(60, TimeUnit.SECONDS));
      release.countDown();
    }
  }

  @Tag("extended")
  @Test
  void outputConsumerThatThrowsErrorsGetsTheNextLine() {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .onOutput(
                (worker, stream, line) -> {
                  lines.add(line);
                  throw new AssertionError("in onOutput");
                })
            .build()) {
      assertEquals(List.of(1, 2, 3), pool.map(CallbackIT::print, List.of(1, 2, 3)));
    }

    assertEquals(List.of("1", "2", "3"), List.copyOf(lines));
  }

  private static int print(int item) {
    System.out.println(item);
    return item;
  }

  /** What its worker prints stays in the pipe, then the task that prints more waits. */
  @Tag("extended")
  @Test
  void outputConsumerThatNeverReturnsHoldsUpOnlyTheTasksThatPrintAndNotForever() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .shutdownGrace(Duration.ofMillis(100))
            .onOutput((worker, stream, line) -> awaitQuietly(release))
            .build()) {
      CompletableFuture<List<Integer>> printing =
          pool.mapAsync(
              CallbackIT::printMuch,
              List.of(1),
              MapOptions.defaults().taskTimeout(Duration.ofSeconds(2)));

      assertEquals(MANY, pool.map(x -> x, MANY));
      ExecutionException error =
          assertThrows(ExecutionException.class, () -> printing.get(60, TimeUnit.SECONDS));
      assertInstanceOf(TaskTimeoutException.class, error.getCause());
      // Both numbers are at work again, also that of the worker whose consumer is still blocked.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  pool
                          .map(
                              x -> WorkerContext.current().workerId(),
                              MANY,
                              MapOptions.defaults().chunkSize(1))
                          .stream()
                          .distinct()
                          .count()
                      == 2);
    }
    release.countDown();
  }

  private static int printMuch(int item) {
    for (int i = 0; i < MORE_THAN_PIPES_HOLD; i++) {
      System.out.println("a line that is long enough for some hundred kilobytes in all ........");
    }
    return item;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
