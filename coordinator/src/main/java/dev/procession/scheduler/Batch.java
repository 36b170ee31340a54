package dev.procession.scheduler;

/**
 * Consecutive items of one job as they were encoded. The scheduler asks for numbers only, and
 * compares batches by identity.
 */
public interface Batch {
  /** The job the items belong to. */
  long jobId();

  /** How many items there are, at least 1. */
  int count();

  /** The encoded length of the items {@code i} with {@code from <= i < to}. */
  long sizeBytes(int from, int to);
}
