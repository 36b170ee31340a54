package dev.procession.cli;

import java.util.List;

/** Lays out how a worker is launched: one part per line, the reasons in a column of their own. */
final class Explanation {
  private static final int WIDEST_FLAG = 44;

  private Explanation() {}

  static String of(List<ExplainedFlag> flags) {
    int width =
        flags.stream()
            .mapToInt(flag -> flag.flag().length())
            .filter(length -> length <= WIDEST_FLAG)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder("Each worker is started as");
    for (ExplainedFlag flag : flags) {
      text.append("\n  ").append(flag.flag());
      if (flag.flag().length() > width) {
        text.append("\n  ").append(" ".repeat(width));
      } else {
        text.append(" ".repeat(width - flag.flag().length()));
      }
      text.append("  # ").append(flag.reason());
    }
    return text.toString();
  }
}
