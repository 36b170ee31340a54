package dev.procession.scheduler;

import java.util.OptionalInt;

/** A process that is ready and takes chunks, unless it is retiring or its predecessor has some. */
final class Active implements WorkerState {
  private final Worker worker;
  private final WorkerKey key;
  private final Holding holding = new Holding();
  // All that follow are written by the scheduler's thread only.
  private boolean retiring;
  private boolean useful;
  private long itemsLeft;
  private long lastSentAt;
  private long idleSince;
  private long seenAt;

  Active(Worker worker, WorkerKey key, OptionalInt maxItems) {
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

  Holding holding() {
    return holding;
  }

  /** Whether it gets no further chunk and leaves when it has none. */
  boolean isRetiring() {
    return retiring;
  }

  void retire() {
    retiring = true;
  }

  /** Whether it answered an item, or brought one to its end by dying. */
  boolean wasUseful() {
    return useful;
  }

  void countUseful() {
    useful = true;
  }

  /** Whether it can be given a chunk now. */
  boolean isIdle() {
    return holding.isEmpty() && !retiring && !worker.post().isHeldUp();
  }

  /** Since when it has been idle, if it is. */
  long idleSince() {
    return idleSince;
  }

  void becameIdle(long now) {
    idleSince = now;
  }

  /** How many more items it may be sent. */
  long itemsLeft() {
    return itemsLeft;
  }

  /** Whether it has been sent all that it may have in its life. */
  boolean isSpent() {
    return itemsLeft == 0;
  }

  /** When the shell last looked what it runs. */
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
    holding.add(chunk);
    lastSentAt = now;
    itemsLeft -= chunk.chunk().count();
  }
}
