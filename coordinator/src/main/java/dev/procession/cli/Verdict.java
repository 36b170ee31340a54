package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What to use, why, and at which duration of an item that would change.
 *
 * @param choice what to use
 * @param reasons sentences, one per line
 */
record Verdict(Choice choice, List<String> reasons) {
  /** What can be used. */
  enum Choice {
    NEITHER,
    THREADS,
    PROCESSES
  }

  /** What is known of the function beside its times. */
  enum Results {
    AGREE,
    DIFFER
  }

  static Verdict of(Compared compared, Results results) {
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

  /** Where results differ, threads are not to be had, whatever time they take. */
  private static Choice choice(Compared compared, Results results) {
    boolean threadsPay = results == Results.AGREE && compared.pays(compared.threads());
    boolean processesPay = compared.pays(compared.processes());
    if (!threadsPay) {
      return processesPay ? Choice.PROCESSES : Choice.NEITHER;
    }
    double advantage = (double) compared.threads().wallNanos() / compared.processes().wallNanos();
    return advantage > Compared.CLEARLY ? Choice.PROCESSES : Choice.THREADS;
  }

  private static Verdict neither(Compared compared) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        "to do one after the other is not clearly slower; threads "
            + factor(compared, compared.threads())
            + ", processes "
            + factor(compared, compared.processes())
            + ".");
    reasons.add(wouldPay("Processes", compared, compared.processes()));
    return new Verdict(Choice.NEITHER, List.copyOf(reasons));
  }

  private static Verdict threads(Compared compared) {
    List<String> reasons = new ArrayList<>();
    reasons.add(
        factor(compared, compared.threads())
            + "; processes "
            + factor(compared, compared.processes())
            + ".");
    reasons.add("Processes, if the function is not thread-safe, or has to be contained.");
    reasons.add(stopsPaying("Threads", compared, compared.threads()));
    if (!compared.pays(compared.processes())) {
      reasons.add(wouldPay("Processes", compared, compared.processes()));
    }
    return new Verdict(Choice.THREADS, List.copyOf(reasons));
  }

  private static Verdict processes(Compared compared, Results results) {
    String others =
        results == Results.AGREE
            ? "threads " + factor(compared, compared.threads()) + "."
            : "threads may be wrong, since results differ.";
    return new Verdict(
        Choice.PROCESSES,
        List.of(
            factor(compared, compared.processes()) + "; " + others,
            stopsPaying("Processes", compared, compared.processes())));
  }

  private static String factor(Compared compared, Timing way) {
    double speedUp = compared.speedUp(way);
    return speedUp < 1 / Compared.CLEARLY
        ? String.format(Locale.ROOT, "%.1f times as slow", 1 / speedUp)
        : String.format(Locale.ROOT, "%.1f times as fast", speedUp);
  }

  private static String wouldPay(String name, Compared compared, Timing way) {
    double nanos = compared.payingItemNanos(way);
    return Double.isInfinite(nanos)
        ? name + " do not pay with one worker, however long an item takes."
        : name + " would pay from about " + NanosText.of(Math.round(nanos)) + took(compared);
  }

  private static String stopsPaying(String name, Compared compared, Timing way) {
    long nanos = Math.round(compared.payingItemNanos(way));
    if (nanos == 0) {
      return name + " cost nothing that could be measured.";
    }
    return name + " would not pay below about " + NanosText.of(nanos) + took(compared);
  }

  private static String took(Compared compared) {
    return " for an item (estimated); it took "
        + NanosText.of(Math.round(compared.itemNanos()))
        + " here.";
  }
}
