package dev.procession.worker;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much resident memory this process may have between two items. Owned by the runner.
 *
 * <p>The memory is looked at only when some time has passed since the last look: what takes long
 * enough to need much memory is seen right after it, and looking takes no more than about a
 * hundredth of the time.
 */
final class MemoryLimit {
  /** A look takes some 10 microseconds. */
  static final long INTERVAL_NANOS = 1_000_000;

  private final long maxBytes;
  private final LongSupplier residentBytes;
  private final LongSupplier nanoTime;

  private long lookedAt;

  /**
   * A limit that was kept until now.
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

  /** Says, in figures, that the limit was passed; looks for it if it is time. */
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
