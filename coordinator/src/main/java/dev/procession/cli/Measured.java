package dev.procession.cli;

/**
 * A result, and what the log says of how it came about.
 *
 * @param startMillis when the function was called, in milliseconds since 1970
 * @param nanos how long it ran
 * @param pid the worker's process
 * @param text what it returned
 */
record Measured(long startMillis, long nanos, long pid, String text) {
  private static final String BETWEEN = " ";
  private static final int PARTS = 4;

  static Measured parse(String line) {
    String[] parts = line.split(BETWEEN, PARTS);
    return new Measured(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]);
  }

  /** As one text, because only text crosses the pipes. */
  String line() {
    return startMillis + BETWEEN + nanos + BETWEEN + pid + BETWEEN + text;
  }
}
