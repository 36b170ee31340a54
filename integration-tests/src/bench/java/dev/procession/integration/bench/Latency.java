package dev.procession.integration.bench;

import java.util.Locale;

/**
 * How long something takes until it has happened.
 *
 * @param what it is
 * @param millis how long it took each time
 */
record Latency(String what, Samples millis) {
  private static final int RARELY_MORE = 99;

  Latency(String what) {
    this(what, new Samples());
  }

  void add(long nanos) {
    millis.add(nanos / 1e6);
  }

  /** As a line, next to the median of something else. */
  String besides(Latency bare) {
    return String.format(
        Locale.ROOT, "%s %6.1f x %s", this, millis.median() / bare.millis.median(), bare.what);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-72s %7.1f ms %7.1f ms",
        what,
        millis.median(),
        millis.percentile(RARELY_MORE));
  }
}
