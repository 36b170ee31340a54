package dev.procession;

import java.time.Duration;
import java.util.Locale;

/** How values look in messages. */
final class Text {
  /** How much of a longer text a message quotes, in characters. */
  private static final int MAX_QUOTE = 4_000;

  private Text() {}

  /** A duration as a person would write it: {@code 250 ms}, {@code 1.5 s}, {@code 2 h 5 min}. */
  static String duration(Duration value) {
    if (value.isNegative()) {
      return "-" + duration(value.negated());
    }
    if (value.compareTo(Duration.ofMinutes(1)) < 0) {
      return belowOneMinute(value);
    }
    StringBuilder text = new StringBuilder();
    appendPart(text, value.toHours(), "h");
    appendPart(text, value.toMinutesPart(), "min");
    appendPart(text, value.toSecondsPart(), "s");
    return text.toString();
  }

  private static String belowOneMinute(Duration value) {
    long nanos = value.toNanos();
    if (nanos == 0) {
      return "0 s";
    }
    if (nanos < 1_000_000) {
      return nanos + " ns";
    }
    if (nanos < 1_000_000_000) {
      return nanos / 1_000_000 + " ms";
    }
    String seconds = String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    return seconds.replaceAll("\\.?0+$", "") + " s";
  }

  private static void appendPart(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
    }
  }

  /** The end of a longer text, indented line by line; empty when there is no text. */
  static String quoted(String heading, String text) {
    String body = text.strip();
    if (body.isEmpty()) {
      return "";
    }
    int from = Math.max(0, body.length() - MAX_QUOTE);
    String shown = from == 0 ? body : "…" + body.substring(from);
    return "\n" + heading + ":\n" + shown.indent(4).stripTrailing();
  }

  /** A throwable's own text. That is the user's code, so it may fail, and may take its time. */
  static String of(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable e) {
      return error.getClass().getName() + " (its text failed with " + e.getClass().getName() + ")";
    }
  }
}
