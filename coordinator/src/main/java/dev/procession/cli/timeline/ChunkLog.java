package dev.procession.cli.timeline;

import dev.procession.process.WorkerSighting;
import java.util.OptionalLong;

/** A chunk whose answers are awaited. Guarded by the {@link Timeline}. */
final class ChunkLog {
  private final WorkerSighting.ChunkSent chunk;
  private final long sent;
  private int answered;
  private int failed;
  private long busyNanos;
  private OptionalLong lostIndex = OptionalLong.empty();

  ChunkLog(WorkerSighting.ChunkSent chunk, long sent) {
    this.chunk = chunk;
    this.sent = sent;
  }

  void answered(WorkerSighting.ChunkAnswered answer) {
    answered += answer.items();
    failed += answer.failed();
    // What a worker says may be a lie that overflows.
    busyNanos = Math.max(busyNanos, busyNanos + answer.busyNanos());
  }

  void lost(int position) {
    lostIndex = OptionalLong.of(chunk.firstIndex() + position);
  }

  /** Whether any of it was begun, as far as is known. */
  boolean hasRun() {
    return answered > 0 || lostIndex.isPresent();
  }

  /**
   * What became of it.
   *
   * @param freeSince since when its process has had nothing before it
   * @param isOpen whether answers may still come
   */
  History.ChunkSpan span(long pid, long freeSince, long now, boolean isOpen) {
    long begun = Math.min(now, Math.max(sent, freeSince));
    return new History.ChunkSpan(
        pid,
        chunk.jobId(),
        chunk.firstIndex(),
        chunk.items(),
        chunk.attempt(),
        new History.Answers(
            answered, failed, Math.min(busyNanos, now - begun), end(isOpen), lostIndex),
        sent,
        begun,
        now);
  }

  private History.ChunkEnd end(boolean isOpen) {
    if (isOpen) {
      return History.ChunkEnd.NOT_YET;
    }
    return lostIndex.isPresent() ? History.ChunkEnd.LOST : History.ChunkEnd.DONE;
  }
}
