package dev.procession.scheduler;

import java.util.OptionalInt;

/**
 * Decides the number of items in a chunk of a job: the requested size, or a size that follows the
 * measured time.
 */
final class ChunkSizer {
  /**
   * The intended duration of a chunk: long compared with the cost of a message, short for a caller
   * who waits. For more than {@link #FEW_WORKERS} it is longer.
   */
  static final long TARGET_NANOS = 5_000_000;

  /**
   * So many workers can be kept busy with chunks of that duration by one process. With more, chunks
   * become longer instead of more frequent.
   */
  static final int FEW_WORKERS = 100;

  /**
   * The growth per measurement is limited, since a first measurement says little about the next
   * thousand items.
   */
  static final int MAX_GROWTH = 8;

  /** Well within the 24 bits that a position has on the progress page. */
  static final int MAX_ITEMS = 1 << 20;

  /**
   * Items that take longer are not queued at a worker: another worker may be free sooner, and the
   * saved round trip is less than a hundredth of their time.
   */
  static final long PREFETCH_BELOW_NANOS = 25_000_000;

  /**
   * A faster measurement has more weight than a slower one, because the first items include class
   * loading and compilation.
   */
  private static final double WEIGHT_OF_FASTER = 0.5;

  private static final double WEIGHT_OF_SLOWER = 0.25;

  private final OptionalInt fixed;
  // Written by the scheduler's thread only.
  private long targetNanos = TARGET_NANOS;
  private boolean measured;
  private double itemNanos;
  private int items;

  ChunkSizer(OptionalInt fixed, int workers) {
    this.fixed = fixed;
    resize(workers);
    this.items = Math.min(fixed.orElse(1), MAX_ITEMS);
  }

  /** There are that many workers from now on. */
  void resize(int workers) {
    targetNanos = TARGET_NANOS * Math.max(FEW_WORKERS, workers) / FEW_WORKERS;
  }

  boolean isFixed() {
    return fixed.isPresent();
  }

  int items() {
    return items;
  }

  /** Whether the duration of an item has been measured. */
  boolean hasMeasured() {
    return measured;
  }

  /** The estimated duration of an item. */
  double itemNanos() {
    return measured ? itemNanos : (double) targetNanos / items;
  }

  /** Whether a second chunk may be queued at a worker that holds one. */
  boolean mayPrefetch() {
    return isFixed() || (measured && itemNanos < PREFETCH_BELOW_NANOS);
  }

  /** Records the duration of items of a chunk. */
  void measure(int count, long busyNanos) {
    double latest = Math.max(1.0, (double) busyNanos / count);
    double weight =
        weight(count, busyNanos) * (latest < itemNanos ? WEIGHT_OF_FASTER : WEIGHT_OF_SLOWER);
    itemNanos = measured ? itemNanos + weight * (latest - itemNanos) : latest;
    measured = true;
    if (!isFixed()) {
      long target = Math.max(1, Math.min(MAX_ITEMS, (long) (targetNanos / itemNanos)));
      items = (int) Math.min(target, (long) items * MAX_GROWTH);
    }
  }

  /**
   * The weight of a measurement. Results are sent while the next item runs, and the time of that
   * item so far counts for the items before it, so the average of a few items out of many may be
   * wrong by a factor. A measurement as long as the intended duration of a chunk has full weight,
   * even for a single item.
   */
  private double weight(int count, long busyNanos) {
    return Math.min(1, Math.max((double) count / items, (double) busyNanos / targetNanos));
  }
}
