package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.job.ResultQueue;
import java.lang.ref.Cleaner;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cleans up after a stream of results that became unreachable before its end without being closed:
 * its job is cancelled, which ends the thread that reads the input and releases the waiting
 * results. The first time in a pool, a warning is logged, with the place where the stream was
 * created.
 *
 * <p>Neither it nor the job may refer to the stream or its spliterator, which must be able to
 * become unreachable.
 *
 * @param results what the stream takes its elements from
 * @param engine the engine of the pool
 * @param warned whether a stream of the pool has been reported
 * @param madeAt made where the stream was made
 */
record AbandonedStream(
    ResultQueue results, Engine engine, AtomicBoolean warned, Optional<Throwable> madeAt)
    implements Runnable {

  /**
   * Watches a stream; called where the stream is created.
   *
   * @param reader the object that the stream refers to
   * @return must be cleaned when the stream has ended
   */
  static Cleaner.Cleanable watch(
      Object reader, ResultQueue results, Engine engine, AtomicBoolean warned) {
    // A stack trace is recorded only as long as it may be logged.
    Optional<Throwable> madeAt =
        warned.get() ? Optional.empty() : Optional.of(new Throwable("The stream was made here"));
    return AbandonedPool.CLEANER.register(
        reader, new AbandonedStream(results, engine, warned, madeAt));
  }

  /** On the cleaner thread, or on the thread that has read the stream to its end. */
  @Override
  public void run() {
    // Ending a job may run code that waits, and a logger may block.
    if (!results.isOver()) {
      engine.callbacks().execute(this::cancel);
    }
  }

  private void cancel() {
    results.cancel();
    if (madeAt.isPresent() && warned.compareAndSet(false, true)) {
      engine.log().streamForgotten(AbandonedPool.place(madeAt.get()), madeAt.get());
    }
  }
}
