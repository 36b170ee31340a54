package dev.procession.process.job;

import dev.procession.scheduler.Failure;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes results from the loop to the one thread that takes them, in input order or in order of
 * completion.
 *
 * <p>Ends in one of three ways: all items of the source have been taken; it was cancelled; the
 * source failed, which is reported after all items before the failure have been taken.
 */
public final class ResultQueue {
  /** In which order results are taken. */
  public enum Order {
    /** The order of the input. */
    INPUT,
    /** The order of completion. */
    COMPLETION
  }

  /** When results are taken. */
  public enum Taking {
    /**
     * Each as soon as it is its turn; taken results make room in the window. An orderly shutdown of
     * the pool stops the source, because the results may no longer be taken and the source may be
     * endless.
     */
    ONE_BY_ONE,
    /**
     * When all are available or one has failed. A caller that wants all results keeps them all, so
     * each makes room in the window on arrival, without waking a thread. An orderly shutdown lets
     * the source be read to its end.
     */
    TOGETHER
  }

  /** How long one waits before one may be told why. */
  public static final long LONG_WAIT_SECONDS = 5;

  private final Order order;
  private final Taking taking;
  private final Window window;
  private final Runnable onCancel;
  private final Runnable onLongWait;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** What can be taken, in order; guarded by {@link #lock}, like all that follows. */
  private final Queue<EndedItems> ready = new ArrayDeque<>();

  /** What waits for an item before it. */
  private final PriorityQueue<EndedItems> waiting =
      new PriorityQueue<>((a, b) -> Long.compare(a.firstIndex(), b.firstIndex()));

  /** In the order of the input: all items before this one have ended. */
  private long frontier;

  private long received;
  private long taken;
  private OptionalLong total = OptionalLong.empty();
  private Optional<Throwable> sourceError = Optional.empty();
  private Optional<EndedItems> firstFailed = Optional.empty();
  private Optional<Failure> ended = Optional.empty();
  private Optional<Runnable> onReady = Optional.empty();

  /**
   * Used by the taking thread only: the results last taken, which leave the window at the next
   * take.
   */
  private @Nullable EndedItems inHand;

  ResultQueue(Order order, Taking taking, Window window, Runnable onCancel, Runnable onLongWait) {
    this.order = order;
    this.taking = taking;
    this.window = window;
    this.onCancel = onCancel;
    this.onLongWait = onLongWait;
  }

  /**
   * Waits for the next results.
   *
   * @return results; empty when there are no more
   * @throws SourceFailedException when the source threw
   * @throws JobCancelledException when the job was cancelled, by its caller or with its pool
   */
  public Optional<EndedItems> take()
      throws InterruptedException, SourceFailedException, JobCancelledException {
    releaseInHand();
    lock.lockInterruptibly();
    try {
      while (!canTake()) {
        awaitChange();
      }
      return takeNow();
    } finally {
      unlockIfHeld();
    }
  }

  /**
   * As {@link #take}, but the first failure of an item or of the source is returned at once, out of
   * order: for callers that want all or nothing.
   */
  public Optional<EndedItems> takeUnlessFailed()
      throws InterruptedException, SourceFailedException, JobCancelledException {
    releaseInHand();
    lock.lockInterruptibly();
    try {
      while (firstFailed.isEmpty() && sourceError.isEmpty() && !canTake()) {
        awaitChange();
      }
      if (firstFailed.isPresent()) {
        return firstFailed;
      }
      if (sourceError.isPresent() && ended.isEmpty()) {
        throw new SourceFailedException(sourceError.get());
      }
      return takeNow();
    } finally {
      unlockIfHeld();
    }
  }

  /**
   * Runs {@code action} once {@link #takeUnlessFailed} would not wait: at once, or on the thread
   * that causes that. So no thread waits for results that are taken together.
   *
   * @param action must not block; called under the lock
   */
  public void whenReady(Runnable action) {
    lock.lock();
    try {
      onReady = Optional.of(action);
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  /** A thread that is stopped while it waits, as JShell does it, does not get the lock back. */
  private void unlockIfHeld() {
    if (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }

  /**
   * The number of items, once the source has been read to its end.
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

  /** Whether all results have been taken. */
  public boolean isOver() {
    lock.lock();
    try {
      return ended.isPresent() || (total.isPresent() && taken == total.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Ends the job, since no more results will be taken. Has no effect if it has already ended. */
  public void cancel() {
    if (endWith(new Failure.Cancelled())) {
      onCancel.run();
    }
  }

  void put(EndedItems items) {
    lock.lock();
    try {
      if (ended.isPresent()) {
        return;
      }
      if (firstFailed.isEmpty() && sourceError.isEmpty() && items.failures() > 0) {
        firstFailed = Optional.of(items);
      }
      received += items.count();
      if (taking == Taking.TOGETHER) {
        window.consumed(items.count(), 0);
      } else {
        window.addBytes(items.sizeBytes());
      }
      add(items);
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  private void add(EndedItems items) {
    if (order == Order.COMPLETION) {
      ready.add(items);
      return;
    }
    if (items.firstIndex() != frontier) {
      waiting.add(items);
      if (taking == Taking.ONE_BY_ONE) {
        window.waiting(items.count());
      }
      return;
    }
    ready.add(items);
    frontier += items.count();
    for (EndedItems next = waiting.peek();
        next != null && next.firstIndex() == frontier;
        next = waiting.peek()) {
      ready.add(waiting.remove());
      frontier += next.count();
      if (taking == Taking.ONE_BY_ONE) {
        window.takeable(next.count());
      }
    }
  }

  /** The source is exhausted, or has failed after these items. */
  void seal(long items, Optional<Throwable> error) {
    lock.lock();
    try {
      total = OptionalLong.of(items);
      sourceError = error;
      wakeIfReady();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes the taking thread with that failure; unlike {@link #cancel}, the pool need not be
   * notified. Returns whether it was the first to end the queue.
   */
  boolean endWith(Failure failure) {
    lock.lock();
    try {
      boolean first = ended.isEmpty();
      if (first) {
        ended = Optional.of(failure);
        ready.clear();
        waiting.clear();
        wakeIfReady();
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** The calling thread has been waiting for long: maybe there is something to say. */
  public void waitsLong() {
    onLongWait.run();
  }

  private void wakeIfReady() {
    if (canTake() || firstFailed.isPresent() || sourceError.isPresent()) {
      changed.signalAll();
      Optional<Runnable> action = onReady;
      onReady = Optional.empty();
      action.ifPresent(Runnable::run);
    }
  }

  /** If nothing arrives for long, the reason is looked up; not under the lock. */
  @SuppressWarnings("WaitNotInLoop") // The callers wait in a loop.
  private void awaitChange() throws InterruptedException {
    if (!changed.await(LONG_WAIT_SECONDS, TimeUnit.SECONDS)) {
      lock.unlock();
      try {
        onLongWait.run();
      } finally {
        lock.lock();
      }
    }
  }

  private boolean canTake() {
    return ended.isPresent()
        || (total.isPresent() && received == total.getAsLong())
        || (taking == Taking.ONE_BY_ONE && !ready.isEmpty());
  }

  private Optional<EndedItems> takeNow() throws SourceFailedException, JobCancelledException {
    if (ended.isPresent()) {
      throw new JobCancelledException(ended.get());
    }
    EndedItems next = ready.poll();
    if (next != null) {
      taken += next.count();
      inHand = next;
    } else if (sourceError.isPresent()) {
      throw new SourceFailedException(sourceError.get());
    }
    return Optional.ofNullable(next);
  }

  private void releaseInHand() {
    EndedItems done = inHand;
    if (done != null) {
      inHand = null;
      if (taking == Taking.ONE_BY_ONE) {
        window.consumed(done.count(), done.sizeBytes());
      }
    }
  }
}
