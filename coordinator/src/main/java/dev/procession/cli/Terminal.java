package dev.procession.cli;

import java.util.Set;

/**
 * Which of the standard streams are a terminal. Java cannot tell them apart before 22, so the
 * launcher script says it in a system property; a bare {@code java -jar} counts as no terminal.
 *
 * @param in stdin
 * @param out stdout
 * @param err stderr
 */
record Terminal(boolean in, boolean out, boolean err) {
  static Terminal fromLauncher() {
    Set<String> streams = Set.of(System.getProperty("procession.terminals", "none").split(","));
    return new Terminal(streams.contains("0"), streams.contains("1"), streams.contains("2"));
  }
}
