package dev.procession.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The time a strategy took.
 *
 * @param wallNanos the time for all items, in the middle one of the rounds
 * @param busyNanos the run time of the function in that round
 * @param heldNanos the time in which items were held in that round
 * @param rounds the number of rounds
 */
record Timing(long wallNanos, long busyNanos, long heldNanos, int rounds) {
  private static final int MAX_WARM_UPS = 10_000;

  private static final int MAX_ROUNDS = 9;

  /**
   * Warms up with an increasing part of the items, and then measures rounds of all.
   *
   * @param way the strategy
   * @param items all items
   * @param time how long to do both
   */
  static Timing of(Strategy way, List<String> items, MeasuringTime time) {
    warmUp(way, items, time.warmUpNanos());
    List<TimedRun> rounds = new ArrayList<>();
    long spentNanos = 0;
    while (rounds.isEmpty() || (spentNanos < time.enoughNanos() && rounds.size() < MAX_ROUNDS)) {
      TimedRun pass = way.run(items);
      spentNanos += pass.wallNanos();
      rounds.add(pass);
    }
    rounds.sort(Comparator.comparingLong(TimedRun::wallNanos));
    TimedRun middle = rounds.get(rounds.size() / 2);
    return new Timing(
        Math.max(1, middle.wallNanos()), middle.busyNanos(), middle.heldNanos(), rounds.size());
  }

  private static void warmUp(Strategy way, List<String> items, long atLeastNanos) {
    long spentNanos = 0;
    long count = 1;
    for (int i = 0; i < MAX_WARM_UPS && spentNanos < atLeastNanos; i++) {
      count = Math.min(2 * count, items.size());
      spentNanos += way.run(items.subList(0, (int) count)).wallNanos();
    }
  }
}
