package dev.procession.scheduler;

import java.util.List;
import java.util.Locale;

/**
 * How the work of a {@link PacedPool} went.
 *
 * @param work what it was
 * @param workers how many workers there were
 * @param kind what was known of the input
 * @param idealNanos what it takes at least
 * @param nanos from the first item to the last result
 * @param longestWaitNanos the longest time that a worker had nothing to do while some item had not
 *     been begun
 * @param chunkSizes of all chunks, in the order in which they were sent
 */
record PacedCourse(
    PacedWork work,
    int workers,
    PacedSource.Kind kind,
    long idealNanos,
    long nanos,
    long longestWaitNanos,
    List<Integer> chunkSizes) {
  private static final long SWING = 3;

  /** The ideal time as a part of the time it took. */
  double efficiency() {
    return (double) idealNanos / nanos;
  }

  /**
   * The part of the chunks at which their size turned, from growing to shrinking or the other way
   * round, by more than a factor of three.
   *
   * <p>A factor of two is no turn: a source offers what is worth half a chunk, rather than have a
   * worker wait.
   */
  double swings() {
    int turns = 0;
    boolean isGrowing = true;
    long extreme = 1;
    for (int size : chunkSizes) {
      if (isGrowing ? size > extreme : size < extreme) {
        extreme = size;
      } else if (isGrowing ? size * SWING < extreme : size > extreme * SWING) {
        turns++;
        isGrowing = !isGrowing;
        extreme = size;
      }
    }
    return (double) turns / chunkSizes.size();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d workers, %s: %.3f of the ideal, longest wait %.1f ms, %d chunks, %.4f swings",
        work.name(),
        workers,
        kind,
        efficiency(),
        longestWaitNanos / 1e6,
        chunkSizes.size(),
        swings());
  }
}
