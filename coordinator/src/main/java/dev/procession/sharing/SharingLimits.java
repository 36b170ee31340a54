package dev.procession.sharing;

/**
 * The limits of shared objects.
 *
 * @param maxObjects how many objects a pool may have
 * @param maxObjectBytes how many bytes of items, keys and values an object may hold
 * @param maxWaitsPerWorker how many requests of one process may wait
 * @param maxWaitingBytesPerWorker how many bytes of items they may bring, if there is more than one
 */
public record SharingLimits(
    int maxObjects, long maxObjectBytes, int maxWaitsPerWorker, long maxWaitingBytesPerWorker) {
  /** What applies to every pool. */
  public static final SharingLimits DEFAULT =
      new SharingLimits(100_000, 1L << 30, 4096, 256L << 20);
}
