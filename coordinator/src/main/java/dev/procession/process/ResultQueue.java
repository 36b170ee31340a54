package dev.procession.process;

import dev.procession.scheduler.Failure;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the loop, which puts results as they come, and the one thread that takes them: in the
 * order of the input, or as they come.
 *
 * <p>Ends in one of three ways: all items of the source have been taken; it was cancelled; the
 * source failed, which is told after all items before the failure have been taken.
 */
public final class ResultQueue {
  /** In which order results are taken. */
  public enum Order {
    /** That of the input. */
    INPUT,
    /** As they come. */
    COMPLETION
  }

  /** When results are taken. */
  public enum Taking {
    /**
     * Each as soon as it is its turn; what has been taken makes room in the window. An orderly
     * shutdown of the pool stops the source: maybe nobody takes any more, and it may have no end.
     */
    ONE_BY_ONE,
    /**
     * When all are there, or one has failed: somebody waits for that. Who wants all keeps all, so
     * what has come makes room in the window at once, and nobody is woken for it. An orderly
     * shutdown lets the source be read to its end.
     */
    TOGETHER
  }

  private final Order order;
  private final Taking taking;
  private final Window window;
  private final Runnable onCancel;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, like all that follows. */
  private final Queue<Segment> waiting;

  private long received;
  private long taken;
  private OptionalLong total = OptionalLong.empty();
  private Optional<Throwable> sourceError = Optional.empty();
  private Optional<Segment> firstFailed = Optional.empty();
  private Optional<Failure> ended = Optional.empty();

  /** Used by the taking thread only: what it has in hand leaves the window when it takes again. */
  private @Nullable Segment inHand;

  ResultQueue(Order order, Taking taking, Window window, Runnable onCancel) {
    this.order = order;
    this.taking = taking;
    this.window = window;
    this.onCancel = onCancel;
    this.waiting =
        order == Order.INPUT
            ? new PriorityQueue<>(Comparator.comparingLong(Segment::firstIndex))
            : new ArrayDeque<>();
  }

  /**
   * Waits for the next results.
   *
   * @return results; empty when there are no more
   * @throws SourceFailedException when the source threw
   * @throws JobCancelledException when the job was cancelled, by its caller or with its pool
   */
  public Optional<Segment> take()
      throws InterruptedException, SourceFailedException, JobCancelledException {
    releaseInHand();
    lock.lockInterruptibly();
    try {
      while (!canTake()) {
        changed.await();
      }
      return takeNow();
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #take}, but any failure comes first, out of order: for callers that want all or
   * nothing.
   */
  public Optional<Segment> takeUnlessFailed()
      throws InterruptedException, SourceFailedException, JobCancelledException {
    releaseInHand();
    lock.lockInterruptibly();
    try {
      while (firstFailed.isEmpty() && !canTake()) {
        changed.await();
      }
      return firstFailed.isPresent() ? firstFailed : takeNow();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many items there are, once the source has been read to its end.
   *
   * @return their number; empty before
   */
  public OptionalLong total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the job: nobody takes any more. Harmless when it has ended. */
  public void cancel() {
    if (endWith(new Failure.Cancelled())) {
      onCancel.run();
    }
  }

  void put(Segment segment) {
    lock.lock();
    try {
      if (ended.isPresent()) {
        return;
      }
      if (firstFailed.isEmpty() && segment.failures() > 0) {
        firstFailed = Optional.of(segment);
      }
      waiting.add(segment);
      received += segment.count();
      if (taking == Taking.TOGETHER) {
        window.consumed(segment.count(), 0);
      } else {
        window.addBytes(segment.sizeBytes());
      }
      if (canTake() || firstFailed.isPresent()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The source has given all its items, or has failed after them. */
  void seal(long items, Optional<Throwable> error) {
    lock.lock();
    try {
      total = OptionalLong.of(items);
      sourceError = error;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes the taker with that failure; unlike {@link #cancel}, the pool needs not be told. Returns
   * whether it was the first to end the queue.
   */
  boolean endWith(Failure failure) {
    lock.lock();
    try {
      boolean first = ended.isEmpty();
      if (first) {
        ended = Optional.of(failure);
        waiting.clear();
        changed.signalAll();
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  private boolean canTake() {
    return ended.isPresent()
        || (total.isPresent() && received == total.getAsLong())
        || (taking == Taking.ONE_BY_ONE && isNextHere());
  }

  private boolean isNextHere() {
    Segment next = waiting.peek();
    return next != null && (order == Order.COMPLETION || next.firstIndex() == taken);
  }

  private Optional<Segment> takeNow() throws SourceFailedException, JobCancelledException {
    if (ended.isPresent()) {
      throw new JobCancelledException(ended.get());
    }
    Segment next = waiting.poll();
    if (next != null) {
      taken += next.count();
      inHand = next;
    } else if (sourceError.isPresent()) {
      throw new SourceFailedException(sourceError.get());
    }
    return Optional.ofNullable(next);
  }

  private void releaseInHand() {
    Segment done = inHand;
    if (done != null) {
      inHand = null;
      if (taking == Taking.ONE_BY_ONE) {
        window.consumed(done.count(), done.sizeBytes());
      }
    }
  }
}
