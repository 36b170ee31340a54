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
  private static final int DECIMAL = 10;
  private static final String BETWEEN = " ";

  static Measured parse(String line) {
    int start = line.indexOf(BETWEEN);
    int duration = line.indexOf(BETWEEN, start + 1);
    int process = line.indexOf(BETWEEN, duration + 1);
    int name = line.indexOf(BETWEEN, process + 1);
    return new Measured(
        Long.parseLong(line, 0, start, DECIMAL),
        Long.parseLong(line, start + 1, duration, DECIMAL),
        Long.parseLong(line, duration + 1, process, DECIMAL),
        line.substring(process + 1, name),
        line.substring(name + 1));
  }

  /** As one text, because only text is sent over the pipes. */
  String line() {
    return startMillis + BETWEEN + nanos + BETWEEN + pid + BETWEEN + host + BETWEEN + text;
  }
}
