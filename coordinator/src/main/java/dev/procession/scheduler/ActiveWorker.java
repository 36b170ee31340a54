package dev.procession.scheduler;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A process that is ready and takes chunks, unless it is retiring or its predecessor has some. */
final class ActiveWorker implements WorkerState {
  private final Worker worker;
  private final WorkerKey key;
  private final HeldChunks held = new HeldChunks();
  // All that follow are written by the scheduler's thread only.
  private @Nullable ExitReason retiresFor;
  private boolean waiting;
  private boolean useful;
  private long itemsLeft;
  private long lastSentAt;
  private long idleSince;
  private long seenAt;

  ActiveWorker(Worker worker, WorkerKey key, OptionalInt maxItems) {
    this.worker = worker;
    this.key = key;
    this.itemsLeft = maxItems.isPresent() ? maxItems.getAsInt() : Long.MAX_VALUE;
  }

  Worker worker() {
    return worker;
  }

  WorkerKey key() {
    return key;
  }

  HeldChunks held() {
    return held;
  }

  /** Whether it gets no further chunk and exits when it holds none. */
  boolean isRetiring() {
    return retiresFor != null;
  }

  /** It retires, unless it does so already for another reason. */
  void retire(ExitReason reason) {
    if (retiresFor == null) {
      retiresFor = reason;
    }
  }

  /** The reason for which it retires. */
  ExitReason retiresFor() {
    ExitReason reason = retiresFor;
    if (reason == null) {
      throw new AssertionError(key + " does not retire");
    }
    return reason;
  }

  /** Whether what it runs waits for another task, so that nothing may wait behind it. */
  boolean isWaiting() {
    return waiting;
  }

  void waits(boolean waits) {
    waiting = waits;
  }

  /** Whether it answered an item, failed one by dying, or had no chance to on its host. */
  boolean wasUseful() {
    return useful;
  }

  void countUseful() {
    useful = true;
  }

  /** Whether it can be given a chunk now. */
  boolean isIdle() {
    return held.isEmpty() && !isRetiring() && !worker.slot().isHeldUp();
  }

  /** Since when it has been idle, if it is. */
  long idleSince() {
    return idleSince;
  }

  void becameIdle(long now) {
    idleSince = now;
  }

  /** The number of items that it may still be sent. */
  long itemsLeft() {
    return itemsLeft;
  }

  /** Whether it has been sent the last item of its {@code maxTasksPerWorker}. */
  boolean isSpent() {
    return itemsLeft == 0;
  }

  /** When the shell last reported the item that it runs. */
  long seenAt() {
    return seenAt;
  }

  void seen(long now) {
    seenAt = now;
  }

  /** When it was last sent a chunk. */
  long lastSentAt() {
    return lastSentAt;
  }

  void sent(HeldChunk chunk, long now) {
    held.add(chunk);
    lastSentAt = now;
    itemsLeft -= chunk.chunk().count();
  }
}
