package dev.procession.live;

import java.util.concurrent.TimeUnit;

/** How much there was in each of the last slices of time. Not thread-safe. */
final class RecentCount {
  private final long sliceNanos;
  private final long[] counts;

  /** The last slice that is counted; written by the owner's threads, under its lock. */
  private long last;

  RecentCount(long sliceSeconds, int slices) {
    this.sliceNanos = TimeUnit.SECONDS.toNanos(sliceSeconds);
    this.counts = new long[slices];
  }

  void add(long nowNanos, long more) {
    advance(nowNanos);
    counts[(int) (last % counts.length)] += more;
  }

  /** The oldest first; the last is that of the slice that has not passed yet. */
  long[] counts(long nowNanos) {
    advance(nowNanos);
    long[] inOrder = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      inOrder[i] = counts[(int) ((last + 1 + i) % counts.length)];
    }
    return inOrder;
  }

  /**
   * How much there was in a second, in the slices that have passed.
   *
   * @param sinceNanos when it began; what has not been for so long counts as a whole
   */
  double perSecond(long nowNanos, long sinceNanos) {
    advance(nowNanos);
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    long window = sliceNanos * (counts.length - 1) + nowNanos % sliceNanos;
    long nanos = Math.max(1, Math.min(window, nowNanos - sinceNanos));
    return sum * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }

  private void advance(long nowNanos) {
    long slice = nowNanos / sliceNanos;
    for (long next = Math.max(last + 1, slice - counts.length + 1); next <= slice; next++) {
      counts[(int) (next % counts.length)] = 0;
    }
    last = Math.max(last, slice);
  }
}
