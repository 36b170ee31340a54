package dev.procession.cli.compare;

/**
 * A result, and the time to compute it.
 *
 * @param nanos how long the function ran
 * @param text its result
 */
record TimedResult(long nanos, String text) {
  private static final char BETWEEN = ' ';

  static TimedResult parse(String line) {
    int end = line.indexOf(BETWEEN);
    return new TimedResult(Long.parseLong(line, 0, end, 10), line.substring(end + 1));
  }

  /** As one text, because only text is sent over the pipes. */
  String line() {
    return nanos + String.valueOf(BETWEEN) + text;
  }
}
