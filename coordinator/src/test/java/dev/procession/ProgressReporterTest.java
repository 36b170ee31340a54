package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.CallbackThreads;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProgressReporterTest {
  private final BlockingQueue<Long> told = new LinkedBlockingQueue<>();

  @Test
  void whatHappensWhileTheConsumerThrowsIsTold() throws Exception {
    CompletableFuture<ProgressReporter> reporter = new CompletableFuture<>();
    reporter.complete(
        new ProgressReporter(
            progress -> {
              told.add(progress.done());
              if (progress.done() == 1) {
                // As the loop does meanwhile.
                reporter.join().progress(2, 0);
                Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
                throw new IllegalStateException("in onProgress");
              }
            },
            OptionalLong.of(2),
            new CallbackThreads()));

    reporter.join().progress(1, 0);

    assertEquals(1, told.poll(10, TimeUnit.SECONDS));
    assertEquals(2, told.poll(10, TimeUnit.SECONDS));
  }
}
