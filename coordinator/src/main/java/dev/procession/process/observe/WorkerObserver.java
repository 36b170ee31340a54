package dev.procession.process.observe;

import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.function.IntToLongFunction;

/**
 * Observes the processes of one pool, synchronously.
 *
 * <p>It is called on threads that the pool depends on, possibly several at a time. Therefore it
 * must not block and is internal; users register a listener, which is called asynchronously and may
 * miss events when it is slow.
 */
@FunctionalInterface
public interface WorkerObserver {
  /**
   * An observation was made.
   *
   * @param worker the process
   * @param what the observation
   */
  void saw(WorkerKey worker, WorkerObservation what);

  /**
   * The pool can be queried from now on; some observations may precede this.
   *
   * @param pool the pool
   */
  default void opened(ObservedPool pool) {}

  /**
   * A worker has answered items. Comes after the observation that counts them.
   *
   * @param items the number of items
   * @param busyNanos the time it took for them
   * @param queuedNanos since when each of them had been queued, by its position among them; in the
   *     time of {@link System#nanoTime}
   */
  default void answered(int items, long busyNanos, IntToLongFunction queuedNanos) {}

  /**
   * Items failed because of the pool, not by an answer of a worker.
   *
   * @param jobId the map or stream call of the items; all submitted tasks share one job
   * @param firstIndex the index in the job of the first item
   * @param items the number of items
   * @param failure why
   */
  default void failed(long jobId, long firstIndex, int items, Failure failure) {}

  /**
   * An item could not be sent to any worker.
   *
   * @param jobId the call of map or stream that it belongs to
   * @param index the index of the item in the job
   * @param why what could not travel
   */
  default void notSent(long jobId, long index, String why) {}

  /** All processes have exited and all jobs have ended. */
  default void terminated() {}

  /** Whether processes should report how much of their heap they use. */
  default boolean wantsHeap() {
    return false;
  }

  /** Both observers, one after the other. */
  static WorkerObserver both(WorkerObserver first, WorkerObserver second) {
    return new Both(first, second);
  }

  /** Two observers as one. */
  record Both(WorkerObserver first, WorkerObserver second) implements WorkerObserver {
    @Override
    public void saw(WorkerKey worker, WorkerObservation what) {
      first.saw(worker, what);
      second.saw(worker, what);
    }

    @Override
    public void opened(ObservedPool pool) {
      first.opened(pool);
      second.opened(pool);
    }

    @Override
    public void answered(int items, long busyNanos, IntToLongFunction queuedNanos) {
      first.answered(items, busyNanos, queuedNanos);
      second.answered(items, busyNanos, queuedNanos);
    }

    @Override
    public void failed(long jobId, long firstIndex, int items, Failure failure) {
      first.failed(jobId, firstIndex, items, failure);
      second.failed(jobId, firstIndex, items, failure);
    }

    @Override
    public void notSent(long jobId, long index, String why) {
      first.notSent(jobId, index, why);
      second.notSent(jobId, index, why);
    }

    @Override
    public void terminated() {
      first.terminated();
      second.terminated();
    }

    @Override
    public boolean wantsHeap() {
      return first.wantsHeap() || second.wantsHeap();
    }
  }
}
