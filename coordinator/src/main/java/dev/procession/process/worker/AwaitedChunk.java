package dev.procession.process.worker;

import dev.procession.process.job.ItemBatch;
import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.ProtocolException;
import dev.procession.scheduler.Batch;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.RunningItem;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * A chunk sent to a worker, and the range of its items that are still unanswered. Changed by the
 * reader thread, read by any.
 */
public final class AwaitedChunk {
  private final Chunk chunk;
  private final long sentNanos = System.nanoTime();

  /** Written by the reader thread, like {@link #end}. */
  private volatile int answered;

  /** Where the chunk ends; earlier than it was sent once the worker has returned the rest. */
  private volatile int end;

  private final Optional<IntConsumer> recording;

  /**
   * @param recording receives the number of answered items once it is known
   */
  AwaitedChunk(Chunk chunk, Optional<IntConsumer> recording) {
    this.chunk = chunk;
    this.recording = recording;
    this.end = chunk.count();
  }

  Chunk chunk() {
    return chunk;
  }

  public Batch batch() {
    return chunk.batch();
  }

  public boolean contains(int item) {
    return item >= chunk.from() && item < chunk.to();
  }

  /**
   * Whether an item of the batch has been begun, as far as is known.
   *
   * @param running what the process runs, as it says itself; chunks are run in their order
   */
  public boolean hasBegun(int item, Optional<RunningItem> running) {
    int position = item - chunk.from();
    boolean isRunning =
        running.isPresent()
            && (running.get().chunkId() > chunk.id()
                || (running.get().chunkId() == chunk.id() && running.get().position() >= position));
    return isRunning || position < answered;
  }

  /** Whether its items are submitted tasks. */
  public boolean isSubmitted() {
    return !((ItemBatch) chunk.batch()).tasks().isEmpty();
  }

  /** How the item at a position is called, if it exists: by its own name, or that of its job. */
  public Optional<String> name(int position) {
    return position >= 0 && position < chunk.count()
        ? ((ItemBatch) chunk.batch()).name(chunk.from() + position)
        : Optional.empty();
  }

  /** Marks running items whose results are no longer needed; on the loop thread. */
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
  NumberedLoader taskClasses() {
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
          "The worker sent %d answers from position %d of chunk %d; expected positions %d to %d"
              .formatted(count, firstPosition, chunk.id(), answered, end - 1));
    }
  }

  /**
   * Checks that items may be returned from a position on; on the reader thread.
   *
   * @throws ProtocolException if the item at that position has been answered already or does not
   *     exist
   */
  void checkReturn(int fromPosition) throws ProtocolException {
    if (fromPosition < answered || fromPosition > end) {
      throw new ProtocolException(
          "The worker returned chunk %d from position %d; expected one of positions %d to %d"
              .formatted(chunk.id(), fromPosition, answered, end));
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
    if (recording.isPresent()) {
      recording.get().accept(answered);
    }
  }
}
