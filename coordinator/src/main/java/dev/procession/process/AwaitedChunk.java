package dev.procession.process;

import dev.procession.scheduler.Chunk;

/**
 * A chunk at a worker, as far as the reader needs to know: until when answers may come. Used by the
 * reader thread only.
 */
final class AwaitedChunk {
  private final Chunk chunk;
  private int answered;

  /** Where the chunk ends; earlier than it was sent once the worker has returned the rest. */
  private int end;

  AwaitedChunk(Chunk chunk) {
    this.chunk = chunk;
    this.end = chunk.count();
  }

  /** Where the classes of the results are. */
  TaskClasses taskClasses() {
    return ((ItemBatch) chunk.batch()).job().function().taskClasses();
  }

  /** The items before that position have been answered; returns whether that was all. */
  boolean answered(int position) {
    answered = Math.max(answered, position);
    return answered >= end;
  }

  /** The items from that position on will not be answered; returns whether all others have been. */
  boolean returned(int fromPosition) {
    end = Math.min(end, fromPosition);
    return answered >= end;
  }
}
