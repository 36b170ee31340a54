package dev.procession.integration.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times of one kind. */
final class Samples {
  private final String what;
  private final List<Long> nanos = new ArrayList<>();

  Samples(String what) {
    this.what = what;
  }

  void add(long sampleNanos) {
    nanos.add(sampleNanos);
  }

  double medianMillis() {
    return percentileMillis(50);
  }

  /** As a line, next to the median of something else. */
  String besides(Samples bare) {
    return String.format(
        Locale.ROOT,
        "%-72s %7.1f ms %7.1f ms %6.1f x %s",
        what,
        medianMillis(),
        percentileMillis(99),
        medianMillis() / bare.medianMillis(),
        bare.what);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%-72s %7.1f ms %7.1f ms", what, medianMillis(), percentileMillis(99));
  }

  private double percentileMillis(int percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(rank - 1) / 1e6;
  }
}
