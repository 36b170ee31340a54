package dev.procession.timeline;

import dev.procession.process.observe.WorkerObservation;
import java.util.OptionalLong;

/** A chunk whose answers are awaited. Guarded by the {@link Timeline}. */
final class ChunkLog {
  private final WorkerObservation.ChunkSent chunk;
  private final long sent;
  private int answered;
  private int failed;
  private long busyNanos;
  private OptionalLong lostIndex = OptionalLong.empty();

  ChunkLog(WorkerObservation.ChunkSent chunk, long sent) {
    this.chunk = chunk;
    this.sent = sent;
  }

  void answered(WorkerObservation.ChunkAnswered answer) {
    answered += answer.items();
    failed += answer.failed();
    // A worker's report may be wrong and overflow.
    busyNanos = Math.max(busyNanos, busyNanos + answer.busyNanos());
  }

  void lost(int position) {
    lostIndex = OptionalLong.of(chunk.firstIndex() + position);
  }

  /** Whether any item of it was started, as far as is known. */
  boolean hasRun() {
    return answered > 0 || lostIndex.isPresent();
  }

  /**
   * The chunk for the history.
   *
   * @param freeSince since when its process has been free for it
   * @param isOpen whether answers may still follow
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
