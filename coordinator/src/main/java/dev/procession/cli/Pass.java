package dev.procession.cli;

import java.util.List;

/**
 * Items done once, in one way.
 *
 * @param wallNanos from the first item's begin to the last one's end
 * @param busyNanos how long the function ran, all items together
 * @param results of the items, in their order
 */
record Pass(long wallNanos, long busyNanos, List<String> results) {
  /** A pass that has just ended. */
  static Pass since(long startNanos, List<TimedResult> results) {
    long wallNanos = System.nanoTime() - startNanos;
    return new Pass(
        wallNanos,
        results.stream().mapToLong(TimedResult::nanos).sum(),
        results.stream().map(TimedResult::text).toList());
  }
}
