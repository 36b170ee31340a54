package dev.procession.integration.bench;

import java.util.List;
import java.util.Locale;

/**
 * A report as a picture: for each comparison that has a target, a bar which ends at the target, or
 * short of it, or beyond it, on a logarithmic scale.
 */
final class ResultsChart {
  private static final int ROW = 26;
  private static final int TOP = 70;
  private static final int LABELS = 470;
  private static final int BARS = 360;
  private static final int FIGURES = 190;

  /** The least and the most of a target that is shown: a sixteenth, and sixteen times. */
  private static final double DOUBLINGS = 4;

  private ResultsChart() {}

  static String of(Report report) {
    List<Comparison> rows =
        report.comparisons().stream()
            .filter(comparison -> comparison.ratio().isPresent())
            .filter(comparison -> !(comparison.target() instanceof Target.Unset))
            .toList();
    int width = LABELS + BARS + FIGURES;
    int height = TOP + rows.size() * ROW + 50;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="sans-serif" font-size="13">
        <rect width="%1$d" height="%2$d" fill="#ffffff"/>
        """
            .formatted(width, height));
    svg.append(text(16, 26, "start", "How far each target is reached", "#202020"));
    svg.append(text(16, 46, "start", report.machine().text(), "#707070"));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(bar(rows.get(i), TOP + i * ROW));
    }
    svg.append(axis(TOP + rows.size() * ROW));
    return svg.append("</svg>\n").toString();
  }

  private static String bar(Comparison comparison, int y) {
    double ratio = comparison.ratio().orElseThrow();
    double reached = comparison.target().reached(ratio);
    String colour = reached >= 1 ? "#2e7d32" : "#c62828";
    String label =
        comparison.contest().id()
            + "  "
            + comparison.contest().what()
            + ", beside "
            + comparison.opponent();
    String figure = Figure.plain(ratio) + " x  (" + comparison.target().text() + ")";
    return text(LABELS - 8, y + 16, "end", label, "#202020")
        + String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y + 4,
            place(reached) - LABELS,
            ROW - 8,
            colour)
        + text((int) place(reached) + 6, y + 16, "start", figure, "#202020");
  }

  private static String axis(int bottom) {
    StringBuilder axis = new StringBuilder();
    for (double share : new double[] {0.25, 0.5, 1, 2, 4}) {
      axis.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"%4$s\"/>%n",
              place(share),
              TOP - 4,
              bottom + 4,
              share == 1 ? "#202020" : "#d0d0d0"));
      axis.append(
          text(
              (int) place(share),
              bottom + 20,
              "middle",
              share == 1 ? "target" : Figure.plain(share) + " x target",
              "#707070"));
    }
    return axis.toString();
  }

  /** Where a share of a target is, from the left. */
  private static double place(double share) {
    double doublings = Math.log(share) / Math.log(2);
    double clamped = Math.max(-DOUBLINGS, Math.min(DOUBLINGS, doublings));
    return LABELS + (clamped + DOUBLINGS) / (2 * DOUBLINGS) * BARS;
  }

  private static String text(int x, int y, String anchor, String text, String colour) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        colour,
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }
}
