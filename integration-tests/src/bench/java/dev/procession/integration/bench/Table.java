package dev.procession.integration.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report for the terminal. */
final class Table {
  private static final List<String> HEAD =
      List.of("", "what", "ours", "beside", "theirs", "ratio", "target", "reached");

  private Table() {}

  static String of(Report report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    report.comparisons().forEach(comparison -> rows.add(row(comparison)));
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(
            Collectors.joining(
                "\n",
                report.machine().text() + "\n" + report.command() + "\n",
                "\nmedian +- half the distance between the quartiles\n"));
  }

  /** A figure with its spread and its unit. */
  static String figure(Samples samples, Unit unit) {
    return String.format(
        Locale.ROOT,
        "%s %s +- %.0f %%",
        Figure.plain(unit.of(samples.median())),
        unit.text(),
        samples.spread() * 100);
  }

  private static List<String> row(Comparison comparison) {
    ContestTitle contest = comparison.contest();
    String theirs =
        comparison.theirs() instanceof Comparison.Measured measured
            ? figure(measured.samples(), contest.unit())
            : "";
    OptionalDouble ratio = comparison.ratio();
    return List.of(
        contest.id(),
        contest.what(),
        figure(comparison.ours(), contest.unit()),
        comparison.opponent(),
        theirs,
        ratio.isPresent() ? Figure.plain(ratio.getAsDouble()) + " x" : "",
        comparison.target().text(),
        comparison.verdict().lines().findFirst().orElse(""));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
