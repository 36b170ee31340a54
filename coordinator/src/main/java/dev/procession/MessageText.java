package dev.procession;

import dev.procession.protocol.ErrorText;
import java.time.Duration;
import java.util.Locale;

/** Formats values for messages. */
final class MessageText {
  /** The maximum number of characters that a message quotes. */
  private static final int MAX_QUOTE = 4_000;

  private MessageText() {}

  /** Formats a duration for users: {@code 250 ms}, {@code 1.5 s}, {@code 2 h 5 min}. */
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

  /** What follows the mention of a failure after which nothing was left to try. */
  static String afterRetries(int retries) {
    return switch (retries) {
      case 0 -> "";
      case 1 -> ", after a retry,";
      default -> ", after " + retries + " retries,";
    };
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

  /** A throwable's own text. It is computed by user code, which may fail and may be slow. */
  static String of(Throwable error) {
    return ErrorText.of(error);
  }
}
