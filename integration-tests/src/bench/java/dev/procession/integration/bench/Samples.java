package dev.procession.integration.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Figures of one kind, in the order in which they were taken. For one thread. */
final class Samples {
  private static final int MEDIAN = 50;
  private static final int LOWER_QUARTILE = 25;
  private static final int UPPER_QUARTILE = 75;

  private final List<Double> figures = new ArrayList<>();

  /** Samples with these figures. */
  static Samples of(double... figures) {
    Samples samples = new Samples();
    for (double figure : figures) {
      samples.add(figure);
    }
    return samples;
  }

  void add(double figure) {
    figures.add(figure);
  }

  List<Double> figures() {
    return List.copyOf(figures);
  }

  double median() {
    return percentile(MEDIAN);
  }

  /** Half of what lies between the quartiles, as a share of the median. */
  double spread() {
    double median = median();
    return median == 0 ? 0 : (percentile(UPPER_QUARTILE) - percentile(LOWER_QUARTILE)) / 2 / median;
  }

  /** The smallest figure that so many percent of them do not exceed. */
  double percentile(int percent) {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
