package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.Threads;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProgressReporterTest {
  private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> thrown = new LinkedBlockingQueue<>();

  private ProgressReporter reporter(Consumer<Progress> consumer) {
    return new ProgressReporter(
        consumer,
        OptionalLong.of(2),
        new CallbackThreads("callback", Threads.ofThisJvm()),
        error -> thrown.add(String.valueOf(error.getMessage())));
  }

  @Test
  void whatHappensWhileTheConsumerThrowsIsTold() throws Exception {
    CompletableFuture<ProgressReporter> reporter = new CompletableFuture<>();
    reporter.complete(
        reporter(
            progress -> {
              told.add(progress.done());
              if (progress.done() == 1) {
                // As the loop does meanwhile.
                reporter.join().progress(1, 0);
                throw new IllegalStateException("in onProgress");
              }
            }));

    reporter.join().progress(1, 0);

    assertEquals(1, told.poll(10, TimeUnit.SECONDS));
    assertEquals(2, told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void anInputWithoutItemsIsReportedOnce() throws Exception {
    ProgressReporter reporter = reporter(progress -> told.add(progress.done()));

    reporter.progress(0, 0);
    reporter.awaitTold(LONG_NANOS);

    assertEquals(0, told.poll(10, TimeUnit.SECONDS));
    assertEquals(0, told.size());
  }

  @Test
  void whatTheConsumerThrowsIsHandedOn() throws Exception {
    ProgressReporter reporter =
        reporter(
            progress -> {
              throw new IllegalStateException("in onProgress");
            });

    reporter.progress(1, 0);

    assertEquals("in onProgress", thrown.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void lastReportIsWaitedForToItsEnd() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ProgressReporter reporter =
        reporter(
            progress -> {
              gate.join();
              told.add(progress.done());
            });
    reporter.progress(1, 1);
    reporter.progress(1, 0);
    new Thread(() -> gate.complete(null)).start();

    reporter.awaitTold(LONG_NANOS);

    assertEquals(2, told.stream().mapToLong(Long::longValue).max().orElseThrow());
  }

  @Test
  void consumerThatWaitsForItsCallerIsNotWaitedFor() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ProgressReporter reporter = reporter(progress -> gate.join());
    reporter.progress(1, 0);

    reporter.awaitTold(1);

    assertNull(told.peek());
    gate.complete(null);
  }

  @Test
  void interruptEndsTheWaitAndIsKept() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ProgressReporter reporter = reporter(progress -> gate.join());
    reporter.progress(1, 0);
    Thread.currentThread().interrupt();

    reporter.awaitTold(LONG_NANOS);

    assertEquals(true, Thread.interrupted());
    gate.complete(null);
  }

  @Test
  void nothingToTellIsNotWaitedFor() {
    reporter(progress -> {}).awaitTold(LONG_NANOS);

    assertNull(told.peek());
  }
}
