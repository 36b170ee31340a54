package dev.procession.scheduler;

/**
 * Consecutive encoded items of one job. The scheduler reads only their sizes, and compares batches
 * by identity.
 */
public interface Batch {
  /** The job the items belong to. */
  long jobId();

  /** The number of items, at least 1. */
  int count();

  /** The encoded length of the items {@code i} with {@code from <= i < to}. */
  long sizeBytes(int from, int to);
}
