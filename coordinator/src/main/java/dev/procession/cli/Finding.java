package dev.procession.cli;

import java.util.Optional;

/**
 * One thing that {@code procession doctor} looked at.
 *
 * @param what the thing
 * @param value how it is
 * @param advice what to do about it; empty if nothing is wrong
 */
record Finding(String what, String value, Optional<String> advice) {
  private static final int WHAT_WIDTH = 12;

  static Finding good(String what, String value) {
    return new Finding(what, value, Optional.empty());
  }

  static Finding bad(String what, String value, String advice) {
    return new Finding(what, value, Optional.of(advice));
  }

  /** A line, and one more, which begins with {@code !}, if something is to be done. */
  String text() {
    String line = what + " ".repeat(WHAT_WIDTH - what.length()) + value;
    return advice.map(text -> line + "\n  ! " + text).orElse(line);
  }
}
