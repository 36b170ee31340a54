package dev.procession.cli.console;

/** Escapes text for one column of one line: separators are written as in Java. */
public final class EscapedText {
  private EscapedText() {}

  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars().forEach(c -> append((char) c, safe));
    return safe.toString();
  }

  private static void append(char c, StringBuilder safe) {
    switch (c) {
      case '\t' -> safe.append("\\t");
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      default -> {
        if (Character.isISOControl(c)) {
          safe.append(String.format("\\u%04x", (int) c));
        } else {
          safe.append(c);
        }
      }
    }
  }
}
