package dev.procession.integration.bench;

/** Which ratio to an opponent is aimed at. */
sealed interface Target {
  /** How a ratio and this target are written. */
  String text();

  /** The ratio in the terms of this target. */
  double ratio(double ours, double theirs);

  /** How far the ratio gets: 1 is the target, more is better. */
  double reached(double ratio);

  /**
   * So many times as fast.
   *
   * @param factor how many
   */
  record TimesAsFast(double factor) implements Target {
    @Override
    public String text() {
      return ">= " + Figure.plain(factor) + " x";
    }

    @Override
    public double ratio(double ours, double theirs) {
      return theirs / ours;
    }

    @Override
    public double reached(double ratio) {
      return ratio / factor;
    }
  }

  /**
   * So many times the time or the memory, and not more.
   *
   * @param factor how many
   */
  record TimesAsMuch(double factor) implements Target {
    @Override
    public String text() {
      return "<= " + Figure.plain(factor) + " x";
    }

    @Override
    public double ratio(double ours, double theirs) {
      return ours / theirs;
    }

    @Override
    public double reached(double ratio) {
      return factor / ratio;
    }
  }

  /** None: only to know. The ratio says how many times as fast. */
  record Unset() implements Target {
    @Override
    public String text() {
      return "";
    }

    @Override
    public double ratio(double ours, double theirs) {
      return theirs / ours;
    }

    @Override
    public double reached(double ratio) {
      return ratio;
    }
  }
}
