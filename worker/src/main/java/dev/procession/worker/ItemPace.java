package dev.procession.worker;

import java.util.function.IntSupplier;

/**
 * Detects items that take a millisecond or more. Owned by the runner.
 *
 * <p>Reading the clock after each item would cost more than a tiny item. In a chunk of many items,
 * the clock is read only until the items have proved tiny, and again for some items after each tick
 * of the sender's clock, every few milliseconds.
 */
final class ItemPace {
  private static final long SLOW_NANOS = 1_000_000;

  /** In a chunk of up to this many items, the clock is read after each. */
  static final int FEW_ITEMS = 256;

  /** The number of items to time before their duration counts as known. */
  private static final int SAMPLE = 16;

  private static final long TINY_SAMPLE_NANOS = SAMPLE * 10_000L;

  private final IntSupplier ticks;

  private boolean isFew;
  private long startedNanos;
  private long sampleNanos;
  private int timed;
  private int lastTicks;

  /**
   * @param ticks a counter of clock ticks that is cheap to read
   */
  ItemPace(IntSupplier ticks) {
    this.ticks = ticks;
  }

  /** A chunk of a given number of items starts, and its first item. */
  void begin(int items) {
    isFew = items <= FEW_ITEMS;
    lastTicks = ticks.getAsInt();
    startSample();
  }

  private void startSample() {
    startedNanos = System.nanoTime();
    sampleNanos = 0;
    timed = 0;
  }

  /** Returns whether the ended item took long, and starts the next one. */
  boolean wasSlow() {
    if (!isFew && timed == SAMPLE) {
      if (lastTicks == ticks.getAsInt()) {
        return false;
      }
      lastTicks = ticks.getAsInt();
      startSample();
      return true;
    }
    long now = System.nanoTime();
    long took = now - startedNanos;
    startedNanos = now;
    sampleNanos += took;
    timed++;
    if (!isFew && timed == SAMPLE && sampleNanos > TINY_SAMPLE_NANOS) {
      timed = 0;
      sampleNanos = 0;
    }
    return took >= SLOW_NANOS;
  }
}
