package dev.procession.process;

import java.util.function.LongSupplier;

/**
 * A clock that excludes the time in which this program was suspended, by Ctrl-Z or SIGSTOP:
 * processes with a deadline were most likely suspended with it.
 *
 * <p>The program was suspended if the clock was not read although a thread was due to read it.
 */
final class AwakeClock {
  /** A thread that waits for a deadline reads the clock at this interval. */
  static final long LOOK_NANOS = 500_000_000;

  /** Longer than a loaded machine or a garbage collection usually delays a thread. */
  static final long STANDSTILL_NANOS = 1_000_000_000;

  private final LongSupplier nanoTime;

  /** Written by the loop thread. */
  private long stoodNanos;

  /**
   * When the clock was due to be read again; written by the loop thread and by the sleeping thread.
   */
  private volatile long awakeByNanos;

  AwakeClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.awakeByNanos = nanoTime.getAsLong();
  }

  /** The time now; on the loop thread. */
  long nowNanos() {
    long now = nanoTime.getAsLong();
    long late = now - awakeByNanos;
    if (late > STANDSTILL_NANOS) {
      stoodNanos += late;
    }
    if (late > 0) {
      awakeByNanos = now;
    }
    return now - stoodNanos;
  }

  /** The clock will not be read before that time. */
  void sleepingUntil(long untilNanos) {
    if (untilNanos - awakeByNanos > 0) {
      awakeByNanos = untilNanos;
    }
  }
}
