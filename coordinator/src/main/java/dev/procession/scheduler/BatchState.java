package dev.procession.scheduler;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a batch have ended, and which chunks of it workers hold.
 *
 * <p>An item is settled when it was delivered, failed or cancelled; that happens once, and this
 * class is what everybody asks before it happens.
 */
final class BatchState {
  private final Batch batch;
  private final JobState job;
  private final long sequence;
  private final TreeMap<Integer, HeldChunk> held = new TreeMap<>();
  // Written by the scheduler's thread only. Bits are kept while some items are settled and some
  // are not.
  private int unsettled;
  private @Nullable BitSet settled;

  /** Sequence numbers order the batches of a job. */
  BatchState(Batch batch, JobState job, long sequence) {
    this.batch = batch;
    this.job = job;
    this.sequence = sequence;
    this.unsettled = batch.count();
  }

  Batch batch() {
    return batch;
  }

  JobState job() {
    return job;
  }

  long sequence() {
    return sequence;
  }

  boolean isOver() {
    return unsettled == 0;
  }

  boolean isSettled(int item) {
    return nextUnsettled(item, item + 1) != item;
  }

  /** The first item of a range that is not settled, or the range's end. */
  int nextUnsettled(int from, int to) {
    if (unsettled == 0 || job.isCancelled()) {
      return to;
    }
    return settled == null ? from : Math.min(to, settled.nextClearBit(from));
  }

  /** The first item of a range that is settled, or the range's end. */
  int nextSettled(int from, int to) {
    if (unsettled == 0 || job.isCancelled()) {
      return from;
    }
    int next = settled == null ? to : settled.nextSetBit(from);
    return next < 0 ? to : Math.min(to, next);
  }

  int countUnsettled(int from, int to) {
    int count = 0;
    for (int run = nextUnsettled(from, to); run < to; ) {
      int end = nextSettled(run, to);
      count += end - run;
      run = nextUnsettled(end, to);
    }
    return count;
  }

  /** Settles items none of which is. */
  void settle(int from, int to) {
    unsettled -= to - from;
    if (unsettled == 0) {
      settled = null;
      return;
    }
    if (settled == null) {
      settled = new BitSet(batch.count());
    }
    settled.set(from, to);
  }

  void hold(HeldChunk chunk) {
    held.put(chunk.chunk().from(), chunk);
  }

  void release(HeldChunk chunk) {
    held.remove(chunk.chunk().from());
  }

  /** The chunk that an item is in; null when no worker holds it. */
  @Nullable HeldChunk holderOf(int item) {
    Map.Entry<Integer, HeldChunk> entry = held.floorEntry(item);
    if (entry == null || item >= entry.getKey() + entry.getValue().end()) {
      return null;
    }
    return entry.getValue();
  }
}
