package dev.procession.cli.compare;

import dev.procession.cli.console.DurationFormat;
import dev.procession.cli.item.ItemConverter;
import java.util.Optional;

/** Formats the output of {@code procession compare}. */
public final class ComparisonText {
  private static final String DEPENDENCIES =
      "Results that differ may mean that one item needs what another has changed. In processes that"
          + " is\nshared by pool.shared() only: locks, counters, queues and maps for all workers.\n";

  private ComparisonText() {}

  public static String of(Comparison.Report report, Optional<String> difference) {
    ComparisonResult compared = report.compared();
    Verdict.Results results = difference.isEmpty() ? Verdict.Results.AGREE : Verdict.Results.DIFFER;
    return ComparisonTable.of(compared)
        + "\nOpening the pool took "
        + DurationFormat.of(report.startNanos())
        + " up to its first result, which these times exclude.\n"
        + doubts(compared)
        + "\n"
        + difference.orElse("Results agree.")
        + "\n"
        + Verdict.of(compared, results).text()
        + "\nThreads share static fields: a function that is not thread-safe can be fast and"
        + " wrong on\nthreads. Times do not show that, and equal results do not prove that it"
        + " is thread-safe.\n"
        + (difference.isEmpty() ? "" : DEPENDENCIES);
  }

  /** The verdict on a function that has worked in processes and in sequence, but not on threads. */
  public static String notThreadSafe(String failed) {
    return "Use processes: the function is not thread-safe. It works in processes, and on one item\n"
        + "after the other; on threads, "
        + failed
        + "\n";
  }

  /** A warning about impossible figures, which were measured wrong. */
  private static String doubts(ComparisonResult compared) {
    double most = compared.workers() * ComparisonResult.CLEARLY;
    boolean isCredible =
        compared.speedUp(compared.threads()) <= most
            && compared.speedUp(compared.processes()) <= most;
    return isCredible
        ? ""
        : """
        An efficiency of more than 100% means that the machine was busy with something else
        meanwhile, or that the measured times are too short: compare again.
        """;
  }

  public static String of(ResultCheck.Difference difference, String item) {
    return "Results differ: "
        + item
        + " returned "
        + ItemConverter.quoted(difference.before())
        + ", but "
        + difference.way()
        + " "
        + ItemConverter.quoted(difference.now())
        + ".\nThe function depends on state, time or random numbers, or is not thread-safe.";
  }
}
