package dev.procession.cli;

import java.util.List;

/**
 * Items done once, in one way.
 *
 * @param wallNanos from the first item's begin to the last one's end
 * @param busyNanos how long the function ran, all items together
 * @param heldNanos how long those who run it had items that were not done yet, all of them together
 * @param results of the items, in their order
 */
record Pass(long wallNanos, long busyNanos, long heldNanos, List<String> results) {
  /** A pass that has just ended, in this JVM: who has an item runs it. */
  static Pass since(long startNanos, List<TimedResult> results) {
    return since(startNanos, 0, results);
  }

  /** A pass that has just ended. */
  static Pass since(long startNanos, long heldNanos, List<TimedResult> results) {
    long wallNanos = System.nanoTime() - startNanos;
    long busyNanos = results.stream().mapToLong(TimedResult::nanos).sum();
    return new Pass(
        wallNanos,
        busyNanos,
        Math.max(busyNanos, heldNanos),
        results.stream().map(TimedResult::text).toList());
  }
}
