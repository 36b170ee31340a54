package dev.procession.cli.console;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Which of the standard streams are a terminal. Java cannot tell them apart before 22, so the
 * launcher script says it in a system property; a bare {@code java -jar} counts as no terminal.
 *
 * @param in stdin
 * @param out stdout
 * @param err stderr
 * @param columns how wide it is, where that is known
 */
public record Terminal(boolean in, boolean out, boolean err, OptionalInt columns) {
  public static Terminal fromLauncher() {
    Set<String> streams = Set.of(System.getProperty("procession.terminals", "none").split(","));
    int columns = Integer.getInteger("procession.columns", 0);
    return new Terminal(
        streams.contains("0"),
        streams.contains("1"),
        streams.contains("2"),
        columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty());
  }

  /** No stream is a terminal. */
  public static Terminal none() {
    return new Terminal(false, false, false, OptionalInt.empty());
  }
}
