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
        + " to its first result, which is in none of these times.\n\n"
        + difference.orElse("Results agree.")
        + "\n"
        + Verdict.of(compared, results).text()
        + "\n"
        + "Threads share statics: a function that is not thread-safe can be fast and wrong there,\n"
        + "which times do not show; and results that agree do not prove that it is.\n";
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
