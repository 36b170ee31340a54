package dev.procession.process.observe;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.protocol.codec.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** An observation of one process, at the moment when it happens. */
public sealed interface WorkerObservation {
  /** The process is about to be launched. */
  record Launching() implements WorkerObservation {}

  /**
   * The process is ready to run chunks.
   *
   * @param pid its process id
   * @param host the name of its host; empty for this machine
   */
  record Ready(long pid, Optional<String> host) implements WorkerObservation {
    /** A process on this machine. */
    public Ready(long pid) {
      this(pid, Optional.empty());
    }
  }

  /**
   * A chunk is about to be sent. The process runs its chunks in the order of their numbers.
   *
   * @param chunkId the chunk's number in the pool
   * @param jobId the map or stream call of its items; all submitted tasks share one job
   * @param firstIndex the index in the job of its first item
   * @param items the number of items it has
   * @param attempt the attempt, from 1: one more than the number of processes that died running
   *     these items
   */
  record ChunkSent(long chunkId, long jobId, long firstIndex, int items, int attempt)
      implements WorkerObservation {}

  /**
   * The process has answered the next items of a chunk.
   *
   * @param chunkId the chunk's number
   * @param items the number of items that it answered
   * @param failed the number of them that failed
   * @param busyNanos the time it took for them, as it reports
   */
  record ChunkAnswered(long chunkId, int items, int failed, long busyNanos)
      implements WorkerObservation {}

  /**
   * The process has answered an item, but not with a value. Comes before the {@link ChunkAnswered}
   * that counts it.
   *
   * @param jobId the call of map or stream that it belongs to; submitted tasks share one
   * @param index the index of the item in the job
   * @param answer what it answered; to look at an exception in it is to run user code
   */
  record ItemFailed(long jobId, long index, Answer answer) implements WorkerObservation {}

  /**
   * Something in the process printed a line.
   *
   * @param toErr whether to {@code System.err}, or to a stream of native code
   * @param text the line, without its end
   */
  record Printed(boolean toErr, String text) implements WorkerObservation {}

  /**
   * The process exited while it ran an item of a chunk.
   *
   * @param chunkId the chunk's number
   * @param position the item's position in the chunk
   */
  record ItemLost(long chunkId, int position) implements WorkerObservation {}

  /**
   * No more answers to a chunk follow: all items were answered, or the rest was returned or is
   * lost.
   *
   * @param chunkId the chunk's number
   */
  record ChunkOver(long chunkId) implements WorkerObservation {}

  /**
   * A message is about to be written to the process.
   *
   * @param pid its process id
   * @param message the message
   */
  record FrameSent(long pid, ToWorker message) implements WorkerObservation {
    /**
     * The length of its frame, which takes about as long to compute as to write it; 0 for a message
     * that is too long to be sent.
     */
    public long bytes() {
      FrameSize size = new FrameSize();
      try {
        ToWorkerCodec.write(message, size);
      } catch (IOException e) {
        // Too long to be sent: nothing of it is written, and its sender gets the same exception.
      }
      return size.bytes;
    }

    /** Counts the bytes of a frame instead of writing them. */
    private static final class FrameSize extends OutputStream {
      /** Used by one thread only. */
      private long bytes;

      private FrameSize() {}

      @Override
      public void write(int oneByte) {
        bytes++;
      }

      @Override
      public void write(byte[] some, int from, int count) {
        bytes += count;
      }
    }
  }

  /**
   * A message of the process has been read and not yet handled.
   *
   * @param pid its process id
   * @param message the message
   * @param bytes the length of its frame
   */
  record FrameReceived(long pid, ToCoordinator message, long bytes) implements WorkerObservation {}

  /**
   * The process has exited, or could not be launched. The last observation of it.
   *
   * @param report how it ended
   */
  record Exited(ExitReport report) implements WorkerObservation {}
}
