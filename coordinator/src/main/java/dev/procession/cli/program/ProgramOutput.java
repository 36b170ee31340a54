package dev.procession.cli.program;

import dev.procession.cli.item.RawText;

/**
 * What a program printed.
 *
 * @param out its standard output
 * @param err its standard error
 */
public record ProgramOutput(byte[] out, byte[] err) {
  private static final char AFTER_LENGTH = ' ';

  /** As one text, because only text is sent over the pipes. */
  String text() {
    String first = RawText.decode(out);
    return Integer.toString(first.length()) + AFTER_LENGTH + first + RawText.decode(err);
  }

  /** The output that a worker sent. */
  public static ProgramOutput of(String text) {
    int end = text.indexOf(AFTER_LENGTH);
    int split = end + 1 + Integer.parseInt(text.substring(0, end));
    return new ProgramOutput(
        RawText.encode(text.substring(end + 1, split)), RawText.encode(text.substring(split)));
  }
}
