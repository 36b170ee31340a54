package dev.procession.scheduler;

import java.util.OptionalInt;

/** How many items of a job a chunk should have: what was asked for, or what measured time says. */
final class ChunkSizer {
  /** A chunk should take about as long: long against a message's cost, short against a wait. */
  static final long TARGET_NANOS = 5_000_000;

  /** A first measurement says little of the next thousand items: growth is by steps. */
  static final int MAX_GROWTH = 8;

  /** Well within the 24 bits that a position has on the progress page. */
  static final int MAX_ITEMS = 1 << 20;

  /**
   * Items that take longer do not wait at a worker: somebody else may be free sooner, and the round
   * trip that is saved is no more than a hundredth of them.
   */
  static final long PREFETCH_BELOW_NANOS = 25_000_000;

  /** Gaining speed is believed sooner than losing it: first items pay for loading and compiling. */
  private static final double WEIGHT_OF_FASTER = 0.5;

  private static final double WEIGHT_OF_SLOWER = 0.25;

  private final OptionalInt fixed;
  // Written by the scheduler's thread only.
  private boolean measured;
  private double itemNanos;
  private int items;

  ChunkSizer(OptionalInt fixed) {
    this.fixed = fixed;
    this.items = Math.min(fixed.orElse(1), MAX_ITEMS);
  }

  boolean isFixed() {
    return fixed.isPresent();
  }

  int items() {
    return items;
  }

  /** Whether a second chunk may wait at a worker that has one. */
  boolean mayPrefetch() {
    return isFixed() || (measured && itemNanos < PREFETCH_BELOW_NANOS);
  }

  /** Takes note of how long items of a chunk took. */
  void measure(int count, long busyNanos) {
    double latest = Math.max(1.0, (double) busyNanos / count);
    double weight =
        weight(count, busyNanos) * (latest < itemNanos ? WEIGHT_OF_FASTER : WEIGHT_OF_SLOWER);
    itemNanos = measured ? itemNanos + weight * (latest - itemNanos) : latest;
    measured = true;
    if (!isFixed()) {
      long target = Math.max(1, Math.min(MAX_ITEMS, (long) (TARGET_NANOS / itemNanos)));
      items = (int) Math.min(target, (long) items * MAX_GROWTH);
    }
  }

  /**
   * How much a measurement says. Results leave while the next item runs, and what that has taken so
   * far counts for those before it: of a few among many the average may be wrong by a factor. But
   * what has taken as long as a chunk should is believed, be it a single item.
   */
  private double weight(int count, long busyNanos) {
    return Math.min(1, Math.max((double) count / items, (double) busyNanos / TARGET_NANOS));
  }
}
