package dev.procession.integration.bench;

/** In what figures are shown; they are seconds and bytes by themselves. */
enum Unit {
  MICROSECONDS("us", 1e6),
  MILLISECONDS("ms", 1e3),
  MEBIBYTES("MiB", 1.0 / (1 << 20));

  private final String text;
  private final double factor;

  Unit(String text, double factor) {
    this.text = text;
    this.factor = factor;
  }

  String text() {
    return text;
  }

  /** The figure in this unit. */
  double of(double figure) {
    return figure * factor;
  }
}
