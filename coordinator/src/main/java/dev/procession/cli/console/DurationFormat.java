package dev.procession.cli.console;

import java.util.Locale;

/** Formats durations for users: {@code 850 ns}, {@code 5.2 µs}, {@code 43 ms}, {@code 1.2 s}. */
public final class DurationFormat {
  private static final String[] UNITS = {"ns", "µs", "ms", "s"};
  private static final double STEP = 1000;

  private DurationFormat() {}

  public static String of(long nanos) {
    double value = nanos;
    int unit = 0;
    // A value that would be rounded to 1000 is formatted in the next unit.
    while (unit < UNITS.length - 1 && value >= STEP - 0.5) {
      value /= STEP;
      unit++;
    }
    boolean isWhole = unit == 0 || value >= 9.95;
    return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
