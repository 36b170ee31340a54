package dev.procession.worker;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The limit of this process's resident memory, checked between items. Owned by the runner.
 *
 * <p>The memory is checked only if some time has passed since the last check: an item that runs
 * long enough to need much memory is followed by a check, and checks take about a hundredth of the
 * time at most.
 */
final class MemoryLimit {
  /** A check takes about 10 microseconds. */
  static final long INTERVAL_NANOS = 1_000_000;

  private final long maxBytes;
  private final LongSupplier residentBytes;
  private final LongSupplier nanoTime;

  private long lookedAt;

  /**
   * Creates a limit that has not been exceeded.
   *
   * @param maxBytes the limit
   * @param residentBytes tells the memory that is used
   * @param nanoTime tells the time
   */
  MemoryLimit(long maxBytes, LongSupplier residentBytes, LongSupplier nanoTime) {
    this.maxBytes = maxBytes;
    this.residentBytes = residentBytes;
    this.nanoTime = nanoTime;
    lookedAt = nanoTime.getAsLong();
  }

  /** Checks the limit if it is time; describes an excess in figures. */
  Optional<String> exceeded() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt < INTERVAL_NANOS) {
      return Optional.empty();
    }
    lookedAt = now;
    long bytes = residentBytes.getAsLong();
    if (bytes <= maxBytes) {
      return Optional.empty();
    }
    double mebi = 1 << 20;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "resident memory is %.1f MiB, more than the %.1f MiB of maxWorkerMemory",
            bytes / mebi,
            maxBytes / mebi));
  }
}
