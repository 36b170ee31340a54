package dev.procession.scheduler;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A chunk held by a worker: its answered items, its running item, and its revocation. */
final class HeldChunk {
  /** The item that was last seen running, and since when. */
  record Sighting(int position, long since) {}

  /** A settled item that is still running, and when its worker is killed for it. */
  record Stop(int position, long killAt) {}

  /** An item whose time is up and which may still run; its failure is told once it does not. */
  record Overdue(int position, WorkerKey worker, long limitNanos, Optional<Object> stack) {}

  private final Chunk chunk;
  private final ItemRange slice;
  private final WorkerKey holder;
  private final double itemNanos;
  // All that follow are written by the scheduler's thread only.
  private int answered;
  private int end;
  private boolean revoked;
  private boolean returned;
  private long progressAt;
  private boolean running;
  private long accountedAt;
  private @Nullable Sighting sighting;
  private @Nullable Stop stop;
  private @Nullable Overdue overdue;

  HeldChunk(Chunk chunk, ItemRange slice, WorkerKey holder, long now) {
    this.chunk = chunk;
    this.slice = slice;
    this.holder = holder;
    this.end = chunk.count();
    this.progressAt = now;
    this.itemNanos = slice.batch().job().sizer().itemNanos();
    workerTime().expect(chunk.count() * itemNanos);
  }

  Chunk chunk() {
    return chunk;
  }

  ItemRange slice() {
    return slice;
  }

  /** The process that holds it. */
  WorkerKey holder() {
    return holder;
  }

  JobState job() {
    return slice.batch().job();
  }

  private WorkerTime workerTime() {
    return job().workerTime();
  }

  BatchState batch() {
    return slice.batch();
  }

  int itemAt(int position) {
    return chunk.from() + position;
  }

  /** The first position not answered. */
  int answered() {
    return answered;
  }

  /** The end of the positions that this worker answers, exclusive. */
  int end() {
    return end;
  }

  boolean isOver() {
    return answered == end;
  }

  /** The number of items not answered yet. */
  int unanswered() {
    return end - answered;
  }

  /** The running position, as far as is known. */
  int current() {
    Sighting seen = sighting();
    return seen == null ? answered : seen.position();
  }

  boolean isCurrentSettled() {
    return batch().isSettled(itemAt(current()));
  }

  /** The number of items not started, if the chunk is its worker's first. */
  int notStarted() {
    return Math.max(0, end - current() - 1);
  }

  void answer(int count, long busyNanos, long now) {
    answered += count;
    progressAt = now;
    workerTime().noLongerExpect(count * itemNanos);
    workerTime().account(accountedAt, (double) busyNanos, now);
    accountedAt = now;
  }

  boolean isRevoked() {
    return revoked;
  }

  void revoke() {
    revoked = true;
  }

  /** Whether it was revoked and the worker has not answered yet. */
  boolean isReturnDue() {
    return revoked && !returned;
  }

  /** Ends the chunk early; all positions before the end have been started. */
  void endAt(int position, long now) {
    workerTime().noLongerExpect((end - position) * itemNanos);
    end = position;
    returned = true;
    if (sighting != null && sighting.position() >= position) {
      sighting = null;
    }
    if (position > answered) {
      see(position - 1, now);
    }
  }

  /** The item last seen running, unless it has been answered. */
  @Nullable Sighting sighting() {
    return sighting != null && sighting.position() >= answered ? sighting : null;
  }

  void see(int position, long now) {
    if (sighting == null || sighting.position() != position) {
      sighting = new Sighting(position, now);
      progressAt = now;
    }
  }

  void seeNothing(long now) {
    if (sighting() != null) {
      sighting = null;
      progressAt = now;
    }
  }

  /** Called when it becomes its worker's first chunk. */
  void promote(long now) {
    progressAt = now;
    running = true;
    accountedAt = now;
    workerTime().start(now);
  }

  /**
   * Called when its worker no longer holds it; the running, unanswered item is charged for its
   * time.
   */
  void release(long now) {
    workerTime().noLongerExpect((end - answered) * itemNanos);
    if (running) {
      long lost = isOver() ? 0 : now - accountedAt;
      workerTime().account(accountedAt, (double) lost, now);
      workerTime().stop(now);
    }
  }

  /** When the worker last made progress with this chunk, as far as is known. */
  long progressAt() {
    return progressAt;
  }

  @Nullable Stop stop() {
    return stop;
  }

  void stopAt(int position, long killAt) {
    stop = new Stop(position, killAt);
  }

  void noStop() {
    stop = null;
  }

  /** The item that has timed out, whose failure has not been reported yet. */
  @Nullable Overdue overdue() {
    return overdue;
  }

  void overdue(@Nullable Overdue item) {
    overdue = item;
  }

  /** Where the item was when its time was up; has no effect if the item is not overdue any more. */
  void overdueAt(int position, Object stack) {
    Overdue late = overdue;
    if (late != null && late.position() == position) {
      overdue = new Overdue(position, late.worker(), late.limitNanos(), Optional.of(stack));
    }
  }

  OptionalLong timeoutNanos() {
    return job().options().timeoutNanos();
  }
}
