package dev.procession.integration.bench;

/**
 * How much is measured: {@code -Dprocession.bench.smoke=true} only tries whether it works, and
 * {@code -Dprocession.bench.rounds=…} says how many rounds count.
 *
 * @param divisor by which the items of a round are fewer
 * @param warmUps rounds that do not count
 * @param rounds rounds that do
 */
record Scale(int divisor, int warmUps, int rounds) {
  /** As much of everything as shows that it works; its figures say nothing. */
  static final Scale SMOKE = new Scale(1000, 0, 1);

  private static final String SMOKE_PROPERTY = "procession.bench.smoke";
  private static final String ROUNDS_PROPERTY = "procession.bench.rounds";

  /** C2 is busy for four to six seconds with all that a tiny task needs. */
  private static final int WARM_UPS = 25;

  private static final int ROUNDS = 11;

  static Scale fromProperties() {
    return Boolean.getBoolean(SMOKE_PROPERTY)
        ? SMOKE
        : new Scale(1, WARM_UPS, Integer.getInteger(ROUNDS_PROPERTY, ROUNDS));
  }

  /** How many rounds count in a measurement that usually has so many. */
  static int roundsFromProperties(int usual) {
    return Boolean.getBoolean(SMOKE_PROPERTY)
        ? SMOKE.rounds()
        : Integer.getInteger(ROUNDS_PROPERTY, usual);
  }

  int items(int full) {
    return Math.max(4, full / divisor);
  }

  Contest.Length length() {
    return new Contest.Length(warmUps, rounds);
  }

  /** For contenders that are new in each round: only the system's caches can be warm. */
  Contest.Length hardlyWarmedUp() {
    return new Contest.Length(Math.min(warmUps, 1), rounds);
  }

  /** For rounds that last seconds. */
  Contest.Length fewer() {
    return new Contest.Length(Math.min(warmUps, 1), Math.max(1, rounds / 3));
  }
}
