package dev.procession.process.worker;

/**
 * Texts in a line of fields: without line ends and separators, and not more of them than there is
 * room for in a line. Used by one thread.
 */
final class ForwardedText {
  /** What stands for the end of a text that was too long. */
  private static final String CUT = "…";

  private int leftChars;

  /**
   * @param chars how many characters all texts may have
   */
  ForwardedText(int chars) {
    leftChars = chars;
  }

  int leftChars() {
    return leftChars;
  }

  /** The text, or as much of its beginning as there is room for. */
  String escaped(String text) {
    return escaped(text, leftChars);
  }

  /** The same with a limit of its own. */
  String escaped(String text, int maxChars) {
    int limit = Math.min(maxChars, leftChars);
    StringBuilder escaped = new StringBuilder();
    int i = 0;
    while (i < text.length() && escaped.length() < limit) {
      char c = text.charAt(i++);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(c >= '\u001c' && c <= '\u001f' ? ' ' : c);
      }
    }
    leftChars -= escaped.length();
    return escaped.append(i < text.length() ? CUT : "").toString();
  }

  /** The reverse. */
  static String plain(String escaped) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\' && i + 1 < escaped.length()) {
        char next = escaped.charAt(++i);
        text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
