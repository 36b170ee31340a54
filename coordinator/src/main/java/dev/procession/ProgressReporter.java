package dev.procession;

import dev.procession.process.job.MapRequest;
import dev.procession.process.thread.CallbackThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reports the progress of a job to a user's consumer on a callback thread, one call at a time.
 * Skips intermediate reports if the consumer is slow, but never the last one.
 */
final class ProgressReporter implements MapRequest.ProgressListener {
  /** What has happened so far. */
  private record Counts(long done, long failed) {
    Counts plus(long moreDone, long moreFailed) {
      return new Counts(done + moreDone, failed + moreFailed);
    }
  }

  private static final Counts NOTHING = new Counts(0, 0);

  private final Consumer<? super Progress> consumer;
  private final OptionalLong total;
  private final CallbackThreads threads;
  private final Consumer<Throwable> onThrown;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean reporting = new AtomicBoolean();

  /** Written under the lock of this; empty before anything has happened. */
  private volatile Optional<Counts> latest = Optional.empty();

  /** Written by the callback thread that reports; empty before the first report. */
  private volatile Optional<Counts> begun = Optional.empty();

  /** Guarded by this: what the consumer is through with. */
  private Optional<Counts> told = Optional.empty();

  /**
   * A reporter of one job.
   *
   * @param total how many items there are, if that is known
   * @param onThrown takes what the consumer throws
   */
  ProgressReporter(
      Consumer<? super Progress> consumer,
      OptionalLong total,
      CallbackThreads threads,
      Consumer<Throwable> onThrown) {
    this.consumer = consumer;
    this.total = total;
    this.threads = threads;
    this.onThrown = onThrown;
  }

  @Override
  public void progress(long ended, long failed) {
    count(ended, failed);
    if (reporting.compareAndSet(false, true)) {
      threads.execute(this::report);
    }
  }

  private synchronized void count(long ended, long failed) {
    latest = Optional.of(latest.orElse(NOTHING).plus(ended, failed));
  }

  /**
   * Waits until the consumer has received all updates. A consumer slower than the limit, such as a
   * consumer that waits for the calling thread, is not waited for.
   */
  synchronized void awaitTold(long limitNanos) {
    long deadlineNanos = System.nanoTime() + limitNanos;
    while (!told.equals(latest)) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        return;
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
      } catch (InterruptedException e) {
        // The work is done; the caller of the map sees to its interrupt.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void report() {
    try {
      while (!begun.equals(latest)) {
        Optional<Counts> counts = latest;
        begun = counts;
        counts.ifPresent(this::tell);
      }
    } finally {
      reporting.set(false);
      // Guards against a race with a report between the last look and the flag, or while what the
      // consumer threw could not be logged.
      if (!begun.equals(latest) && reporting.compareAndSet(false, true)) {
        threads.execute(this::report);
      }
    }
  }

  private void tell(Counts counts) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    try {
      consumer.accept(new Progress(counts.done(), counts.failed(), total, elapsed));
    } catch (Throwable e) {
      // Thrown by user code; the work continues.
      onThrown.accept(e);
    } finally {
      through(counts);
    }
  }

  private synchronized void through(Counts counts) {
    told = Optional.of(counts);
    notifyAll();
  }
}
