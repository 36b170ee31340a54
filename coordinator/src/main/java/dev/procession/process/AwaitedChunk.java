package dev.procession.process;

import dev.procession.scheduler.Chunk;

/**
 * A chunk at a worker, as far as what it says goes: until when answers may come. Changed by the
 * reader thread, read by any.
 */
final class AwaitedChunk {
  private final Chunk chunk;

  /** Written by the reader thread, like {@link #end}. */
  private volatile int answered;

  /** Where the chunk ends; earlier than it was sent once the worker has returned the rest. */
  private volatile int end;

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

  /** How many answers are still to come. */
  int unanswered() {
    return Math.max(0, end - answered);
  }
}
