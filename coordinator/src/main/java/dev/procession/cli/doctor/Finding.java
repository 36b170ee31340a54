package dev.procession.cli.doctor;

import java.util.Optional;

/**
 * One finding of {@code procession doctor}.
 *
 * @param what the subject
 * @param value its state
 * @param advice the remedy; empty if nothing is wrong
 */
public record Finding(String what, String value, Optional<String> advice) {
  private static final int WHAT_WIDTH = 12;

  public static Finding good(String what, String value) {
    return new Finding(what, value, Optional.empty());
  }

  public static Finding bad(String what, String value, String advice) {
    return new Finding(what, value, Optional.of(advice));
  }

  /** One line, and another one, which begins with {@code !}, if there is advice. */
  public String text() {
    String line = what + " ".repeat(WHAT_WIDTH - what.length()) + value;
    return advice.map(text -> line + "\n  ! " + text).orElse(line);
  }
}
