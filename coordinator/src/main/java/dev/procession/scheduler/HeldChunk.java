package dev.procession.scheduler;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A chunk at a worker: how far it was answered, what was seen of it, and what was asked about it.
 */
final class HeldChunk {
  /** An item that was seen to run, and since when. */
  record Sighting(int position, long since) {}

  /** A settled item that runs, and when its worker is killed for it. */
  record Stop(int position, long killAt) {}

  private final Chunk chunk;
  private final Slice slice;
  private final Worker worker;
  // All that follow are written by the scheduler's thread only.
  private int answered;
  private int end;
  private boolean revoked;
  private boolean returned;
  private long progressAt;
  private @Nullable Sighting sighting;
  private @Nullable Stop stop;

  HeldChunk(Chunk chunk, Slice slice, Worker worker, long now) {
    this.chunk = chunk;
    this.slice = slice;
    this.worker = worker;
    this.end = chunk.count();
    this.progressAt = now;
  }

  Chunk chunk() {
    return chunk;
  }

  Slice slice() {
    return slice;
  }

  Worker worker() {
    return worker;
  }

  JobState job() {
    return slice.batch().job();
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

  /** The first position that is not this worker's to answer. */
  int end() {
    return end;
  }

  boolean isOver() {
    return answered == end;
  }

  /** The position that runs, as far as is known. */
  int current() {
    Sighting seen = sighting();
    return seen == null ? answered : seen.position();
  }

  boolean isCurrentSettled() {
    return batch().isSettled(itemAt(current()));
  }

  /** How many items have not been started, if the chunk is its worker's first. */
  int notStarted() {
    return Math.max(0, end - current() - 1);
  }

  void answer(int count, long now) {
    answered += count;
    progressAt = now;
  }

  boolean isRevoked() {
    return revoked;
  }

  void revoke() {
    revoked = true;
  }

  /** Whether it was revoked and the worker has not said what it gives back. */
  boolean isReturnDue() {
    return revoked && !returned;
  }

  /** Ends the chunk early; whatever lies before has been started. */
  void endAt(int position, long now) {
    end = position;
    returned = true;
    if (sighting != null && sighting.position() >= position) {
      sighting = null;
    }
    if (position > answered) {
      see(position - 1, now);
    }
  }

  /** What was last seen to run, unless it has been answered. */
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

  /** The chunk before it has ended. */
  void promote(long now) {
    progressAt = now;
  }

  /** When the worker last got on with this chunk, as far as is known. */
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

  OptionalLong timeoutNanos() {
    return job().options().timeoutNanos();
  }
}
