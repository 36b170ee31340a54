package dev.procession.cli.result;

/**
 * A result, with the measurements for the log.
 *
 * @param startMillis when the function was called, in milliseconds since 1970
 * @param nanos how long it ran
 * @param pid the worker's process
 * @param host the name of its host, as a log says it
 * @param text its result
 */
record Measured(long startMillis, long nanos, long pid, String host, String text) {
  private static final String BETWEEN = " ";
  private static final int PARTS = 5;

  static Measured parse(String line) {
    String[] parts = line.split(BETWEEN, PARTS);
    return new Measured(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        parts[3],
        parts[4]);
  }

  /** As one text, because only text is sent over the pipes. */
  String line() {
    return startMillis + BETWEEN + nanos + BETWEEN + pid + BETWEEN + host + BETWEEN + text;
  }
}
