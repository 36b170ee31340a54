package dev.procession.cli;

import java.util.Locale;

/** The figures of a comparison, one way per line. */
final class ComparisonTable {
  private ComparisonTable() {}

  static String of(Compared compared) {
    return """
                 time    speed-up  efficiency  transfer  waiting  rounds
    %s
    %s
    %s
    Speed-up: against one after the other; efficiency: its share of the %d workers.
    Transfer: the share of the workers' time in which they had items, but the function did not
    run: items and results were under way, or turned into bytes and back. Waiting: had none.\
    """
        .formatted(
            line("sequential", compared, compared.sequential(), 1),
            line("threads", compared, compared.threads(), compared.workers()),
            line("processes", compared, compared.processes(), compared.workers()),
            compared.workers());
  }

  private static String line(String name, Compared compared, Timing way, int workers) {
    double speedUp = compared.speedUp(way);
    return String.format(
        Locale.ROOT,
        "%-11s  %-7s %8.2f  %9.0f%%  %7.0f%%  %6.0f%%  %6d",
        name,
        NanosText.of(way.wallNanos()),
        speedUp,
        100 * speedUp / workers,
        100 * compared.shareOfTransfer(way, workers),
        100 * compared.shareOfWaiting(way, workers),
        way.rounds());
  }
}
