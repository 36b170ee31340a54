package dev.procession.cli;

import java.util.Locale;

/** Durations as people read them: {@code 850 ns}, {@code 5.2 µs}, {@code 43 ms}, {@code 1.2 s}. */
final class NanosText {
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};
  private static final double STEP = 1000;

  private NanosText() {}

  static String of(long nanos) {
    double value = nanos;
    int unit = 0;
    // What would be rounded to 1000 is one of the next unit.
    while (unit < UNITS.length - 1 && value >= STEP - 0.5) {
      value /= STEP;
      unit++;
    }
    boolean isWhole = unit == 0 || value >= 9.95;
    return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
