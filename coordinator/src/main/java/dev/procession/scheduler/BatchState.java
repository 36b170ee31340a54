package dev.procession.scheduler;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a batch have ended, and which chunks of it workers hold.
 *
 * <p>An item is settled when it was delivered, failed or cancelled. That happens once; this class
 * records it.
 */
final class BatchState {
  private final Batch batch;
  private final JobState job;
  private final long sequence;
  private final Set<HeldChunk> held = new LinkedHashSet<>();
  // Written by the scheduler's thread only. Bits are kept while some items are settled and some
  // are not.
  private int unsettled;
  private int overdue;
  private @Nullable BitSet settled;
  private @Nullable BitSet delayed;

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

  /** Whether all items are settled, and none of them may be reopened. */
  boolean isOver() {
    return unsettled == 0 && overdue == 0;
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

  /** Settles items, none of which is settled yet. */
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
    held.add(chunk);
  }

  void release(HeldChunk chunk) {
    held.remove(chunk);
  }

  /** The chunk that an item is in; null when no worker holds it. */
  @Nullable HeldChunk holderOf(int item) {
    for (HeldChunk chunk : held) {
      if (item >= chunk.itemAt(chunk.answered()) && item < chunk.itemAt(chunk.end())) {
        return chunk;
      }
    }
    return null;
  }

  /** Settles an item that has timed out; its end is reported later, or it is reopened. */
  void settleOverdue(int item) {
    settle(item, item + 1);
    overdue++;
  }

  /** It is known what becomes of an item that has timed out. */
  void overdueIsOver() {
    overdue--;
  }

  /** Reopens a settled item, which runs again. */
  void reopen(int item) {
    if (settled == null) {
      settled = new BitSet(batch.count());
      settled.set(0, batch.count());
    }
    settled.clear(item);
    unsettled++;
  }

  /** Items wait for the time of their next attempt. */
  void delay(int from, int to) {
    if (delayed == null) {
      delayed = new BitSet(batch.count());
    }
    delayed.set(from, to);
  }

  boolean isDelayed(int item) {
    return delayed != null && delayed.get(item);
  }

  /** Items do not wait for that time any more; returns how many of them did. */
  int resume(int from, int to) {
    if (delayed == null) {
      return 0;
    }
    int count = delayed.get(from, to).cardinality();
    delayed.clear(from, to);
    return count;
  }
}
