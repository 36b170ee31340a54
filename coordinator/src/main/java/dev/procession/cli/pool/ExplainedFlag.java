package dev.procession.cli.pool;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One part of a worker's command line, with its reason.
 *
 * @param flag the argument, or several related ones
 * @param reason its purpose, in a few words
 */
public record ExplainedFlag(String flag, String reason) {
  /** The whole command line, one part per line. */
  public static String lines(List<ExplainedFlag> flags) {
    return flags.stream()
        .map(flag -> "\n  " + flag)
        .collect(Collectors.joining("", "Each worker is started as", ""));
  }

  /** Reasons are aligned, except after unusually long flags. */
  @Override
  public String toString() {
    return String.format("%-44s  # %s", flag, reason);
  }
}
