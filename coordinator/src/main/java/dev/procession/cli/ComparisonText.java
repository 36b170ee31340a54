package dev.procession.cli;

import java.util.Optional;

/** What {@code procession compare} prints. */
final class ComparisonText {
  private ComparisonText() {}

  static String of(Comparison.Report report, Optional<String> difference) {
    Compared compared = report.compared();
    Verdict.Results results = difference.isEmpty() ? Verdict.Results.AGREE : Verdict.Results.DIFFER;
    return ComparisonTable.of(compared)
        + "\nOpening the pool took "
        + NanosText.of(report.startNanos())
        + " to its first result, which is in none of these times.\n"
        + doubts(compared)
        + "\n"
        + difference.orElse("Results agree.")
        + "\n"
        + Verdict.of(compared, results).text()
        + "\n"
        + "Threads share statics: a function that is not thread-safe can be fast and wrong there,\n"
        + "which times do not show; and results that agree do not prove that it is.\n";
  }

  /** What cannot be has been measured wrong. */
  private static String doubts(Compared compared) {
    double most = compared.workers() * Compared.CLEARLY;
    boolean isCredible =
        compared.speedUp(compared.threads()) <= most
            && compared.speedUp(compared.processes()) <= most;
    return isCredible
        ? ""
        : """
        An efficiency of more than 100% says that something else kept the machine busy
        meanwhile, or that there was too little to measure: compare again.
        """;
  }

  static String of(Agreement.Difference difference, String item) {
    return "Results differ: "
        + item
        + " gave "
        + ItemConverter.quoted(difference.before())
        + ", and "
        + difference.way()
        + " "
        + ItemConverter.quoted(difference.now())
        + ".\nThe function depends on state, time or chance, or is not thread-safe.";
  }
}
