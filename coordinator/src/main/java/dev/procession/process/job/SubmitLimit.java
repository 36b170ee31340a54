package dev.procession.process.job;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

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

  /** Guarded by this, like all that follows. */
  private final Queue<Waiter> waiters = new ArrayDeque<>();

  private int workers;
  private long unfinished;
  private boolean closed;

  /** A thread that waits for room. */
  private static final class Waiter {
    private final Thread thread = Thread.currentThread();

    /** Whether its task counts, once that is known; written once, by who decides it. */
    private volatile Optional<Boolean> isIn = Optional.empty();

    void answer(boolean in) {
      isIn = Optional.of(in);
      LockSupport.unpark(thread);
    }

    /** Returns whether there is room; false also if the thread is interrupted. */
    boolean await() {
      while (isIn.isEmpty() && !thread.isInterrupted()) {
        LockSupport.park(this);
      }
      return isIn.orElse(false);
    }
  }

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
    Waiter waiter = new Waiter();
    if (entersAtOnce(waiter)) {
      return;
    }
    // Not with a Condition: a thread that is stopped in its wait, as Ctrl-C does it in JShell,
    // would
    // keep others from its lock for ever.
    boolean isIn = false;
    try {
      isIn = waiter.await();
    } finally {
      if (!isIn) {
        giveUp(waiter);
      }
    }
    if (!isIn) {
      throw rejection();
    }
  }

  /** Otherwise it is among those that wait. */
  private synchronized boolean entersAtOnce(Waiter waiter) {
    if (closed) {
      throw SubmitJobs.rejected();
    }
    if (hasRoom()) {
      unfinished++;
      return true;
    }
    if (whenFull == WhenFull.REJECT) {
      throw new RejectedExecutionException(full());
    }
    waiters.add(waiter);
    return false;
  }

  /** Guards against a race with who lets it in. */
  private synchronized void giveUp(Waiter waiter) {
    waiters.remove(waiter);
    if (waiter.isIn.orElse(false)) {
      leave();
    }
  }

  private synchronized RejectedExecutionException rejection() {
    return closed
        ? SubmitJobs.rejected()
        : new RejectedExecutionException(
            "The thread was interrupted while it waited to submit a task. " + full());
  }

  private boolean hasRoom() {
    return unfinished < (long) maxQueued + workers;
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
  synchronized void leave() {
    unfinished--;
    letIn();
  }

  private void letIn() {
    while (hasRoom() && !waiters.isEmpty()) {
      unfinished++;
      waiters.remove().answer(true);
    }
  }

  /** There are that many workers from now on. */
  public synchronized void resize(int number) {
    workers = number;
    letIn();
  }

  /** Nothing more may be submitted. */
  public synchronized void close() {
    closed = true;
    waiters.forEach(waiter -> waiter.answer(false));
    waiters.clear();
  }
}
