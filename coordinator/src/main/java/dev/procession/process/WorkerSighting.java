package dev.procession.process;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;

/** What can be seen of one process, at the moment when it happens. */
public sealed interface WorkerSighting {
  /** The process is about to be launched. */
  record Launching() implements WorkerSighting {}

  /**
   * The process can run chunks.
   *
   * @param pid its process id
   */
  record Ready(long pid) implements WorkerSighting {}

  /**
   * A chunk is about to be sent. The process runs its chunks in the order of their numbers.
   *
   * @param chunkId the chunk's number in the pool
   * @param jobId the call of map or stream that its items belong to; submitted tasks share one
   * @param firstIndex the index in the job of its first item
   * @param items how many items it has
   * @param attempt from 1: one more than the processes that died running these items
   */
  record ChunkSent(long chunkId, long jobId, long firstIndex, int items, int attempt)
      implements WorkerSighting {}

  /**
   * The process has answered the next items of a chunk.
   *
   * @param chunkId the chunk's number
   * @param items how many items it answered
   * @param failed how many of them with something else than a value
   * @param busyNanos how long it took for them, as it says itself
   */
  record ChunkAnswered(long chunkId, int items, int failed, long busyNanos)
      implements WorkerSighting {}

  /**
   * The process ended while it ran an item of a chunk.
   *
   * @param chunkId the chunk's number
   * @param position the item's position in the chunk
   */
  record ItemLost(long chunkId, int position) implements WorkerSighting {}

  /**
   * No more answers to a chunk will come: all were given, or the rest was taken back or is lost.
   *
   * @param chunkId the chunk's number
   */
  record ChunkOver(long chunkId) implements WorkerSighting {}

  /**
   * A message is about to be written to the process.
   *
   * @param pid its process id
   * @param message what it is told
   */
  record FrameSent(long pid, ToWorker message) implements WorkerSighting {
    /** How long that is as a frame, which takes about as long to find out as to write it. */
    public long bytes() {
      return FrameSize.of(message);
    }
  }

  /**
   * A message of the process has been read, and not been looked at yet.
   *
   * @param pid its process id
   * @param message what it said
   * @param bytes how long that is as a frame
   */
  record FrameReceived(long pid, ToCoordinator message, long bytes) implements WorkerSighting {}

  /**
   * The process is gone, or could not be launched. Nothing more is seen of it.
   *
   * @param report how it ended
   */
  record Exited(ExitReport report) implements WorkerSighting {}
}
