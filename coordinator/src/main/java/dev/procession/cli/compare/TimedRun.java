package dev.procession.cli.compare;

import java.util.List;

/**
 * One round of all items with one strategy.
 *
 * @param wallNanos from the first item's begin to the last one's end
 * @param busyNanos the total run time of the function
 * @param heldNanos the total time in which threads or processes held unfinished items
 * @param results of the items, in their order
 */
record TimedRun(long wallNanos, long busyNanos, long heldNanos, List<String> results) {
  /** A run in this JVM that has just ended: a held item is always running. */
  static TimedRun since(long startNanos, List<TimedResult> results) {
    return since(startNanos, 0, results);
  }

  /** A run that has just ended. */
  static TimedRun since(long startNanos, long heldNanos, List<TimedResult> results) {
    long wallNanos = System.nanoTime() - startNanos;
    long busyNanos = results.stream().mapToLong(TimedResult::nanos).sum();
    return new TimedRun(
        wallNanos,
        busyNanos,
        Math.max(busyNanos, heldNanos),
        results.stream().map(TimedResult::text).toList());
  }
}
