package dev.procession;

import dev.procession.process.CallbackThreads;
import dev.procession.process.MapSpec;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells a user's consumer how far a job is: on a callback thread, one call at a time, skipping
 * reports that it is too slow for, never the last.
 */
final class ProgressReporter implements MapSpec.ProgressListener {
  /** What has happened so far. */
  private record Counts(long done, long failed) {}

  private final Consumer<? super Progress> consumer;
  private final OptionalLong total;
  private final CallbackThreads threads;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean reporting = new AtomicBoolean();

  /** Written by the loop thread. */
  private volatile Counts latest = new Counts(0, 0);

  /** Written by the callback thread that reports. */
  private volatile Counts reported = latest;

  ProgressReporter(
      Consumer<? super Progress> consumer, OptionalLong total, CallbackThreads threads) {
    this.consumer = consumer;
    this.total = total;
    this.threads = threads;
  }

  @Override
  public void progress(long ended, long failed) {
    latest = new Counts(ended, failed);
    if (reporting.compareAndSet(false, true)) {
      threads.execute(this::report);
    }
  }

  private void report() {
    try {
      while (!reported.equals(latest)) {
        Counts counts = latest;
        reported = counts;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
        consumer.accept(new Progress(counts.done(), counts.failed(), total, elapsed));
      }
    } finally {
      reporting.set(false);
      // Guards against a race with a report between the last look and the flag, or while the
      // consumer was about to throw.
      if (!reported.equals(latest) && reporting.compareAndSet(false, true)) {
        threads.execute(this::report);
      }
    }
  }
}
