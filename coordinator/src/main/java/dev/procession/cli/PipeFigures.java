package dev.procession.cli;

/**
 * How fast a worker is reached.
 *
 * @param startNanos from making a pool of one worker to its first result
 * @param roundTripNanos for a task that does nothing, from submitting it to its end; the median
 * @param echoNanos for {@code echoBytes} there and back; the median
 * @param echoBytes the length of an array that a task is sent and gives back
 */
record PipeFigures(long startNanos, long roundTripNanos, long echoNanos, int echoBytes) {
  /** What crosses the pipes in a second, both directions together. */
  long bytesPerSecond() {
    return Math.round(2e9 * echoBytes / Math.max(1, echoNanos));
  }
}
