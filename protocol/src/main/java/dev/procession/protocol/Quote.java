package dev.procession.protocol;

/** Formats unknown bytes for error texts: as text, and the first of them as hex. */
final class Quote {
  private static final int MAX_TEXT_BYTES = 200;
  private static final int MAX_HEX_BYTES = 16;

  private Quote() {}

  static String of(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder("\"").append(text(bytes, from, to)).append("\" (hex");
    for (int i = from; i < Math.min(to, from + MAX_HEX_BYTES); i++) {
      text.append(' ').append(Character.forDigit((bytes[i] >> 4) & 0xf, 16));
      text.append(Character.forDigit(bytes[i] & 0xf, 16));
    }
    return text.append(to - from > MAX_HEX_BYTES ? " …)" : ")").toString();
  }

  private static String text(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < Math.min(to, from + MAX_TEXT_BYTES); i++) {
      char c = (char) (bytes[i] & 0xff);
      if (c == '\n') {
        text.append("\\n");
      } else {
        text.append(c >= ' ' && c < 0x7f ? c : '.');
      }
    }
    return text.append(to - from > MAX_TEXT_BYTES ? "…" : "").toString();
  }
}
