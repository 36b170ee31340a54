package dev.procession.process;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One submitted task, from the caller's hand to its end. */
public final class SubmittedTask {
  private final SubmitJob job;
  private final TaskOwner owner;
  private final KeepAlive keepAlive;
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * Written by whoever makes the batch, before the batch is offered; then read on the loop thread.
   */
  private volatile @Nullable ItemBatch batch;

  private volatile int item;

  /** Used by the loop thread. */
  private boolean leftRunning;

  SubmittedTask(SubmitJob job, TaskOwner owner, KeepAlive keepAlive) {
    this.job = job;
    this.owner = owner;
    this.keepAlive = keepAlive;
    keepAlive.begin();
  }

  /** Nobody wants its result: it is not started, or is stopped. Harmless when it has ended. */
  public void cancel() {
    job.cancel(this);
    finish();
  }

  /**
   * Nobody wants its result: it is not started, but if it runs, it may come to its end, which then
   * nobody is told. Harmless when it has ended.
   */
  public void abandon() {
    job.abandon(this);
  }

  /** Whether it goes on although nobody wants its result; on the loop thread. */
  boolean isLeftRunning() {
    return leftRunning;
  }

  /** It has begun: as long as it runs, this JVM stays. */
  void leaveRunning() {
    leftRunning = true;
  }

  /** Nobody waits for it any more. */
  void drop() {
    finish();
  }

  /** Whether its owner has cancelled it, or has been told of its end; on the loop thread. */
  boolean isUnwanted() {
    return leftRunning || finished.get();
  }

  TaskOwner owner() {
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

  /** Code of the user's may follow from this. */
  void ended(Segment end) {
    try {
      owner.ended(end);
    } finally {
      finish();
    }
  }

  private void finish() {
    if (finished.compareAndSet(false, true)) {
      keepAlive.end();
    }
  }
}
