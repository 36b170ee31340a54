package dev.procession.integration.bench;

import java.util.List;
import java.util.Locale;

/**
 * A report as a picture: for each comparison that has a target, a bar which ends at the target, or
 * short of it, or beyond it, on a logarithmic scale.
 */
final class ResultsChart {
  private static final int ROW = 44;
  private static final int TOP = 70;
  private static final int LABELS = 400;
  private static final int BARS = 360;
  private static final int FIGURES = 190;
  private static final String STRONG = "#202020";
  private static final String FAINT = "#707070";
  private static final String REACHED = "#2e7d32";
  private static final String MISSED = "#c62828";

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
    svg.append(text(16, 26, "start", "How far each target is reached", STRONG));
    svg.append(text(16, 46, "start", report.machine().text(), FAINT));
    // Below the bars and what is written at them.
    svg.append(axis(TOP + rows.size() * ROW));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(bar(rows.get(i), TOP + i * ROW));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(Comparison comparison, int y) {
    double ratio = comparison.ratio().orElseThrow();
    double reached = comparison.target().reached(ratio);
    String colour = reached >= 1 ? REACHED : MISSED;
    String what = comparison.contest().id() + "  " + comparison.contest().what();
    String figure = Figure.plain(ratio) + " x  (" + comparison.target().text() + ")";
    return text(LABELS - 8, y + 17, "end", what, STRONG)
        + text(LABELS - 8, y + 34, "end", "beside " + comparison.opponent(), FAINT)
        + String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y + 8,
            place(reached) - LABELS,
            ROW - 16,
            colour)
        + text((int) place(reached) + 6, y + 26, "start", figure, STRONG);
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
              share == 1 ? STRONG : "#d0d0d0"));
      axis.append(
          text(
              (int) place(share),
              bottom + 20,
              "middle",
              share == 1 ? "target" : Figure.plain(share) + " x",
              FAINT));
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
