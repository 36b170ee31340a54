package dev.procession.process.job;

import dev.procession.process.thread.KeepAlive;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One submitted task, from submission to completion. */
public final class SubmittedTask {
  private final SubmitJob job;
  private final SubmissionOwner owner;
  private final KeepAlive keepAlive;
  private final Runnable onSettled;
  private final long queuedNanos = System.nanoTime();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * Written by the thread that creates the batch, before the batch is offered; then read on the
   * loop thread.
   */
  private volatile @Nullable ItemBatch batch;

  private volatile int item;

  /** Used by the loop thread. */
  private boolean leftRunning;

  /** Written by a reader thread. */
  private volatile boolean begun;

  /**
   * @param onSettled run once, when it is known how it ends or nobody wants to know
   */
  SubmittedTask(SubmitJob job, SubmissionOwner owner, KeepAlive keepAlive, Runnable onSettled) {
    this.onSettled = onSettled;
    this.job = job;
    this.owner = owner;
    this.keepAlive = keepAlive;
    keepAlive.begin();
  }

  /** Its result is not wanted: it is not started, or is stopped. Harmless when it has ended. */
  public void cancel() {
    job.cancel(this);
    finish();
  }

  /**
   * Its result is not wanted: it is not started, but if it runs, it may finish, which is not
   * reported. Harmless when it has ended.
   */
  public void abandon() {
    job.abandon(this);
  }

  /** The calling thread has been waiting for it for long: maybe there is something to say. */
  public void waitsLong() {
    try {
      job.waitsLong();
    } catch (IllegalStateException e) {
      // Closing the pool must not wait for it, either.
      cancel();
      throw e;
    }
  }

  /** Whether it keeps running although its result is no longer needed; on the loop thread. */
  public boolean isLeftRunning() {
    return leftRunning;
  }

  /** Lets it finish, since it has been started: this JVM does not exit while it runs. */
  void leaveRunning() {
    leftRunning = true;
  }

  /** An attempt has ended, and maybe another follows. */
  void hasBegun() {
    begun = true;
  }

  /** Whether an attempt has ended; from any thread. */
  public boolean wasTried() {
    return begun;
  }

  /** Nobody waits for it any more. */
  public void drop() {
    finish();
  }

  /** Whether its owner has cancelled it, or has been notified of its end; on the loop thread. */
  public boolean isUnwanted() {
    return leftRunning || finished.get();
  }

  /** When it was submitted, by {@link System#nanoTime}. */
  long queuedNanos() {
    return queuedNanos;
  }

  public SubmissionOwner owner() {
    return owner;
  }

  void placed(ItemBatch inBatch, int atItem) {
    item = atItem;
    batch = inBatch;
  }

  @Nullable ItemBatch batch() {
    return batch;
  }

  int item() {
    return item;
  }

  /** May run user code. */
  void ended(EndedItems end) {
    try {
      owner.ended(end);
    } finally {
      finish();
    }
  }

  /** Its end could not be made; may run user code, whose exceptions are nobody's here. */
  void lost(Throwable why) {
    try {
      owner.lost(why);
    } catch (Throwable e) {
      // A dependent's; the future is complete.
    } finally {
      finish();
    }
  }

  /** It is known how it ends, although its owner may not have been told yet; on any thread. */
  void settle() {
    if (settled.compareAndSet(false, true)) {
      job.settled(this);
      onSettled.run();
    }
  }

  private void finish() {
    settle();
    if (finished.compareAndSet(false, true)) {
      keepAlive.end();
    }
  }
}
