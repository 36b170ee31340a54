package dev.procession.cli.timeline;

import java.util.OptionalLong;

/** Text as JSON, such that it may also stand in a script element of a page. */
final class JsonText {
  private JsonText() {}

  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c >= 0x7f) {
        // Also what is no character by itself, such as half of a pair, and all that could end the
        // element that it stands in.
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** Nanoseconds as microseconds, which is finer than anything that happens here. */
  static long micros(long nanos) {
    return nanos / 1_000;
  }

  static String microsOrNull(OptionalLong nanos) {
    return nanos.isPresent() ? Long.toString(micros(nanos.getAsLong())) : "null";
  }

  static String orNull(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "null";
  }
}
