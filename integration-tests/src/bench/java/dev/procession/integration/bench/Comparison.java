package dev.procession.integration.bench;

import java.util.OptionalDouble;

/**
 * What a contest found out about one opponent.
 *
 * @param contest what was compared
 * @param ours our own figures, one of each round
 * @param opponent the other's name
 * @param theirs the other's figures
 * @param target what is aimed at
 */
record Comparison(
    ContestTitle contest, Samples ours, String opponent, Theirs theirs, Target target) {
  /** What there is of the opponent. */
  sealed interface Theirs {}

  /**
   * It took part.
   *
   * @param samples one figure of each round
   */
  record Measured(Samples samples) implements Theirs {}

  /**
   * It took no part.
   *
   * @param reason why
   */
  record Skipped(String reason) implements Theirs {}

  /** The ratio of the medians, in the terms of the target. */
  OptionalDouble ratio() {
    return theirs instanceof Measured measured
        ? OptionalDouble.of(target.ratio(ours.median(), measured.samples().median()))
        : OptionalDouble.empty();
  }

  /** {@code yes}, {@code no}, or why that cannot be said. */
  String verdict() {
    if (theirs instanceof Skipped skipped) {
      return "skipped: " + skipped.reason();
    } else if (target instanceof Target.Unset) {
      return "";
    }
    return target.reached(ratio().orElseThrow()) >= 1 ? "yes" : "no";
  }
}
