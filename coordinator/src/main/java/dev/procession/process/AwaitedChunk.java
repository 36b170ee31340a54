package dev.procession.process;

import dev.procession.protocol.ProtocolException;
import dev.procession.scheduler.Batch;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.RunningItem;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * A chunk at a worker, as far as what it says goes: until when answers may come. Changed by the
 * reader thread, read by any.
 */
final class AwaitedChunk {
  private final Chunk chunk;
  private final long sentNanos = System.nanoTime();

  /** Written by the reader thread, like {@link #end}. */
  private volatile int answered;

  /** Where the chunk ends; earlier than it was sent once the worker has returned the rest. */
  private volatile int end;

  private final Optional<IntConsumer> recording;

  /**
   * @param recording told how many items were answered, once that is known
   */
  AwaitedChunk(Chunk chunk, Optional<IntConsumer> recording) {
    this.chunk = chunk;
    this.recording = recording;
    this.end = chunk.count();
  }

  Chunk chunk() {
    return chunk;
  }

  Batch batch() {
    return chunk.batch();
  }

  boolean contains(int item) {
    return item >= chunk.from() && item < chunk.to();
  }

  /**
   * Whether an item of the batch has been begun, as far as is known.
   *
   * @param running what the process runs, as it says itself; chunks are run in their order
   */
  boolean hasBegun(int item, Optional<RunningItem> running) {
    int position = item - chunk.from();
    boolean isRunning =
        running.isPresent()
            && (running.get().chunkId() > chunk.id()
                || (running.get().chunkId() == chunk.id() && running.get().position() >= position));
    return isRunning || position < answered;
  }

  /** Names the items that run although nobody wants their results; on the loop thread. */
  void leftRunning(ObjIntConsumer<ItemBatch> each) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    if (batch.tasks().isEmpty()) {
      return;
    }
    for (int item = chunk.from(); item < chunk.to(); item++) {
      if (batch.task(item).isLeftRunning()) {
        each.accept(batch, item);
      }
    }
  }

  /** Where the classes of the results are. */
  TaskClasses taskClasses() {
    return ((ItemBatch) chunk.batch()).job().function().taskClasses();
  }

  /**
   * Checks an answer that has come; on the reader thread.
   *
   * @throws ProtocolException if it is not the next
   */
  void check(int firstPosition, int count) throws ProtocolException {
    if (firstPosition != answered || count < 1 || count > end - answered) {
      throw new ProtocolException(
          "The worker gave %d answers from position %d of chunk %d on, of which positions %d to %d are"
                  .formatted(count, firstPosition, chunk.id(), answered, end - 1)
              + " to be answered");
    }
  }

  /**
   * Checks that items may be returned from a position on; on the reader thread.
   *
   * @throws ProtocolException if it is none that has not been answered
   */
  void checkReturn(int fromPosition) throws ProtocolException {
    if (fromPosition < answered || fromPosition > end) {
      throw new ProtocolException(
          "The worker returned chunk %d from position %d on, of which positions %d to %d are to be"
                  .formatted(chunk.id(), fromPosition, answered, end - 1)
              + " answered");
    }
  }

  /** How long ago it was sent. */
  long ageNanos() {
    return System.nanoTime() - sentNanos;
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

  /** No more answers will come. */
  void over() {
    recording.ifPresent(out -> out.accept(answered));
  }

  /** How many answers are still to come. */
  int unanswered() {
    return Math.max(0, end - answered);
  }
}
