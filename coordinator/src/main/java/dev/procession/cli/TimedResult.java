package dev.procession.cli;

/**
 * A result, and how long it took to make.
 *
 * @param nanos how long the function ran
 * @param text what it returned
 */
record TimedResult(long nanos, String text) {
  private static final char BETWEEN = ' ';

  static TimedResult parse(String line) {
    int end = line.indexOf(BETWEEN);
    return new TimedResult(Long.parseLong(line, 0, end, 10), line.substring(end + 1));
  }

  /** As one text, because only text crosses the pipes. */
  String line() {
    return nanos + String.valueOf(BETWEEN) + text;
  }
}
