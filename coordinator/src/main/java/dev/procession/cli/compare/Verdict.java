package dev.procession.cli.compare;

import dev.procession.cli.console.DurationFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The recommendation, its reasons, and the item duration at which it would change.
 *
 * @param choice the recommendation
 * @param reasons sentences, one per line
 */
record Verdict(Choice choice, List<String> reasons) {
  /** The possible recommendations. */
  enum Choice {
    NEITHER,
    THREADS,
    PROCESSES
  }

  /** What is known about the results of the function. */
  enum Results {
    AGREE,
    DIFFER
  }

  static Verdict of(ComparisonResult compared, Results results) {
    return switch (choice(compared, results)) {
      case NEITHER -> neither(compared);
      case THREADS -> threads(compared);
      case PROCESSES -> processes(compared, results);
    };
  }

  /** The choice and its reasons. */
  String text() {
    return "Use " + choice.name().toLowerCase(Locale.ROOT) + ": " + String.join("\n", reasons);
  }

  /** If results differ, threads are not recommended, however fast they are. */
  private static Choice choice(ComparisonResult compared, Results results) {
    boolean threadsPay = results == Results.AGREE && compared.pays(compared.threads());
    boolean processesPay = compared.pays(compared.processes());
    if (!threadsPay) {
      return processesPay ? Choice.PROCESSES : Choice.NEITHER;
    }
    double advantage = (double) compared.threads().wallNanos() / compared.processes().wallNanos();
    return advantage > ComparisonResult.CLEARLY ? Choice.PROCESSES : Choice.THREADS;
  }

  private static Verdict neither(ComparisonResult compared) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "sequential execution is not clearly slower; threads "
            + factor(compared, compared.threads())
            + ", processes "
            + factor(compared, compared.processes())
            + ".");
    reasons.add(wouldPay("Processes", compared, compared.processes()));
    return new Verdict(Choice.NEITHER, List.copyOf(reasons));
  }

  private static Verdict threads(ComparisonResult compared) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        factor(compared, compared.threads())
            + "; processes "
            + factor(compared, compared.processes())
            + ".");
    reasons.add("Use processes if the function is not thread-safe or must be isolated.");
    reasons.add(stopsPaying("Threads", compared, compared.threads()));
    if (!compared.pays(compared.processes())) {
      reasons.add(wouldPay("Processes", compared, compared.processes()));
    }
    return new Verdict(Choice.THREADS, List.copyOf(reasons));
  }

  private static Verdict processes(ComparisonResult compared, Results results) {
    String others =
        results == Results.AGREE
            ? "threads " + factor(compared, compared.threads()) + "."
            : "threads may return wrong results, since results differ.";
    return new Verdict(
        Choice.PROCESSES,
        List.of(
            factor(compared, compared.processes()) + "; " + others,
            stopsPaying("Processes", compared, compared.processes())));
  }

  private static String factor(ComparisonResult compared, Timing way) {
    double speedUp = compared.speedUp(way);
    return speedUp < 1 / ComparisonResult.CLEARLY
        ? String.format(Locale.ROOT, "%.1f times as slow", 1 / speedUp)
        : String.format(Locale.ROOT, "%.1f times as fast", speedUp);
  }

  private static String wouldPay(String name, ComparisonResult compared, Timing way) {
    double nanos = compared.payingItemNanos(way);
    return Double.isInfinite(nanos)
        ? name + " do not pay off with one worker, however long an item takes."
        : name
            + " would pay off from about "
            + DurationFormat.of(Math.round(nanos))
            + took(compared);
  }

  private static String stopsPaying(String name, ComparisonResult compared, Timing way) {
    long nanos = Math.round(compared.payingItemNanos(way));
    if (nanos == 0) {
      return name + " have no measurable cost.";
    }
    return name + " would not pay off below about " + DurationFormat.of(nanos) + took(compared);
  }

  private static String took(ComparisonResult compared) {
    return " per item (estimated); an item took "
        + DurationFormat.of(Math.round(compared.itemNanos()))
        + " here.";
  }
}
