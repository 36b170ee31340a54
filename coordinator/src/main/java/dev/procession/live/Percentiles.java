package dev.procession.live;

import java.util.concurrent.TimeUnit;

/**
 * Percentiles of durations over the last five minutes. Durations that differ by less than a tenth
 * are counted together. Not thread-safe.
 */
final class Percentiles {
  /** The number of intervals between one power of two and the next. */
  private static final int STEPS = 8;

  private static final int STEP_BITS = 3;
  private static final int BUCKETS = 64 * STEPS;
  private static final int SLICES = 30;
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final long[][] counts = new long[SLICES][];
  private final long[] sliceOf = new long[SLICES];

  /** Adds a duration, so many times. */
  void add(long nowNanos, long nanos, long times) {
    long slice = nowNanos / SLICE_NANOS;
    int at = (int) (slice % SLICES);
    if (counts[at] == null || sliceOf[at] != slice) {
      counts[at] = new long[BUCKETS];
      sliceOf[at] = slice;
    }
    counts[at][bucket(Math.max(1, nanos))] += times;
  }

  /** The durations in nanoseconds that those shares of all do not exceed; 0 where there is none. */
  long[] at(long nowNanos, double... shares) {
    long[] sum = new long[BUCKETS];
    long all = 0;
    long oldest = nowNanos / SLICE_NANOS - SLICES;
    for (int slice = 0; slice < SLICES; slice++) {
      if (counts[slice] != null && sliceOf[slice] > oldest) {
        for (int i = 0; i < BUCKETS; i++) {
          sum[i] += counts[slice][i];
          all += counts[slice][i];
        }
      }
    }
    long[] found = new long[shares.length];
    for (int i = 0; i < shares.length; i++) {
      found[i] = all == 0 ? 0 : reached(sum, Math.max(1, (long) Math.ceil(shares[i] * all)));
    }
    return found;
  }

  private static long reached(long[] sum, long wanted) {
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += sum[i];
      if (seen >= wanted) {
        return middle(i);
      }
    }
    throw new AssertionError("fewer than " + wanted);
  }

  private static int bucket(long nanos) {
    int power = 63 - Long.numberOfLeadingZeros(nanos);
    int step =
        power >= STEP_BITS
            ? (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1)
            : (int) (nanos << (STEP_BITS - power)) & (STEPS - 1);
    return power * STEPS + step;
  }

  private static long middle(int bucket) {
    double from = Math.scalb(1 + (double) (bucket % STEPS) / STEPS, bucket / STEPS);
    return (long) (from * (1 + 0.5 / STEPS));
  }
}
