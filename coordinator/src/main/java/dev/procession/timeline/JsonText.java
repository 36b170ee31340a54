package dev.procession.timeline;

import java.util.OptionalLong;

/** Formats text as JSON that may also be embedded in a script element. */
public final class JsonText {
  private JsonText() {}

  /** A text as a string. */
  public static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c >= 0x7f) {
        // Also lone surrogates, and all characters that could end the
        // script element.
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Nanoseconds as microseconds, which is precise enough here. */
  public static long micros(long nanos) {
    return nanos / 1_000;
  }

  /** The same, or null where there is none. */
  public static String microsOrNull(OptionalLong nanos) {
    return nanos.isPresent() ? Long.toString(micros(nanos.getAsLong())) : "null";
  }

  /** A number, or null where there is none. */
  public static String orNull(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "null";
  }
}
