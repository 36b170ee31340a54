package dev.procession.process.job;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many submitted tasks there are that have not ended: one for each worker, and so many
 * more that wait. Any thread may submit.
 */
public final class SubmitLimit {
  /** What becomes of a task that is one too many. */
  public enum WhenFull {
    /** Its submitter waits. */
    BLOCK,
    /** It is rejected. */
    REJECT
  }

  private final int maxQueued;
  private final WhenFull whenFull;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Guarded by {@link #lock}, like all that follows. */
  private int workers;

  private long unfinished;
  private boolean closed;

  public SubmitLimit(int maxQueued, WhenFull whenFull, int workers) {
    this.maxQueued = maxQueued;
    this.whenFull = whenFull;
    this.workers = workers;
  }

  /**
   * Counts one more task.
   *
   * @throws RejectedExecutionException if there is no room, and none is waited for; or if none
   *     comes before the shutdown, or before the thread is interrupted, which stays set
   */
  void enter() {
    lock.lock();
    try {
      while (!closed && unfinished >= (long) maxQueued + workers) {
        if (whenFull == WhenFull.REJECT) {
          throw new RejectedExecutionException(full());
        }
        room.await();
      }
      if (closed) {
        throw SubmitJobs.rejected();
      }
      unfinished++;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException(
          "The thread was interrupted while it waited to submit a task. " + full(), e);
    } finally {
      lock.unlock();
    }
  }

  private String full() {
    return "The pool has "
        + unfinished
        + " unfinished submitted tasks: one for each of its "
        + workers
        + " workers and maxQueued("
        + maxQueued
        + ") more. Submit the task later, or wait for room with whenFull(WhenFull.BLOCK)";
  }

  /** A task that was counted has ended, or did not even begin to wait. */
  void leave() {
    lock.lock();
    try {
      unfinished--;
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** There are that many workers from now on. */
  public void resize(int number) {
    lock.lock();
    try {
      workers = number;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more may be submitted. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
