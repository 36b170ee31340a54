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
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 11;

  static Scale fromProperties() {
    return Boolean.getBoolean(SMOKE_PROPERTY)
        ? SMOKE
        : new Scale(1, WARM_UPS, Integer.getInteger(ROUNDS_PROPERTY, ROUNDS));
  }

  int items(int full) {
    return Math.max(4, full / divisor);
  }

  /** For work that lasts seconds, or that a warm-up cannot change. */
  Contest.Length shorter() {
    return new Contest.Length(Math.min(warmUps, 1), Math.max(1, rounds / 3));
  }

  Contest.Length length() {
    return new Contest.Length(warmUps, rounds);
  }
}
