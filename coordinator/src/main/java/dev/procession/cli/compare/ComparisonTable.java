package dev.procession.cli.compare;

import dev.procession.cli.console.DurationFormat;
import java.util.Locale;

/** The figures of a comparison, one strategy per line. */
final class ComparisonTable {
  private ComparisonTable() {}

  static String of(ComparisonResult compared) {
    return """
                 time    speed-up  efficiency  transfer  waiting  rounds
    %s
    %s
    %s
    Speed-up: relative to sequential. Efficiency: speed-up divided by the number of workers (%d).
    Transfer: share of the workers' time in which they held items but did not run the function,
    because items or results were being encoded, sent or decoded. Waiting: they held none.\
    """
        .formatted(
            line("sequential", compared, compared.sequential(), 1),
            line("threads", compared, compared.threads(), compared.workers()),
            line("processes", compared, compared.processes(), compared.workers()),
            compared.workers());
  }

  private static String line(String name, ComparisonResult compared, Timing way, int workers) {
    double speedUp = compared.speedUp(way);
    return String.format(
        Locale.ROOT,
        "%-11s  %-7s %8.2f  %9.0f%%  %7.0f%%  %6.0f%%  %6d",
        name,
        DurationFormat.of(way.wallNanos()),
        speedUp,
        100 * speedUp / workers,
        100 * compared.shareOfTransfer(way, workers),
        100 * compared.shareOfWaiting(way, workers),
        way.rounds());
  }
}
