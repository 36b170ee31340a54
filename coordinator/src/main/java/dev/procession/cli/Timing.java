package dev.procession.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a way took.
 *
 * @param wallNanos the time for all items, in the middle one of the rounds
 * @param busyNanos how long the function ran in that round
 * @param heldNanos how long those who run it had items in that round
 * @param rounds how many there were
 */
record Timing(long wallNanos, long busyNanos, long heldNanos, int rounds) {
  /** JVMs compile what runs often while it runs: what is measured should not be that. */
  private static final long WARM_UP_NANOS = 300_000_000;

  private static final int MAX_WARM_UPS = 10_000;

  /** A second shows what there is to see; work that takes longer is done once. */
  private static final long ENOUGH_NANOS = 1_000_000_000;

  private static final int MAX_ROUNDS = 9;

  /**
   * Warms up with some of the items, more each time, and then measures rounds of all.
   *
   * @param way how they are done
   * @param items all items
   */
  static Timing of(Way way, List<String> items) {
    warmUp(way, items);
    List<Pass> rounds = new ArrayList<>();
    long spentNanos = 0;
    while (rounds.isEmpty() || (spentNanos < ENOUGH_NANOS && rounds.size() < MAX_ROUNDS)) {
      Pass pass = way.run(items);
      spentNanos += pass.wallNanos();
      rounds.add(pass);
    }
    rounds.sort(Comparator.comparingLong(Pass::wallNanos));
    Pass middle = rounds.get(rounds.size() / 2);
    return new Timing(
        Math.max(1, middle.wallNanos()), middle.busyNanos(), middle.heldNanos(), rounds.size());
  }

  private static void warmUp(Way way, List<String> items) {
    long spentNanos = 0;
    long count = 1;
    for (int i = 0; i < MAX_WARM_UPS && spentNanos < WARM_UP_NANOS; i++) {
      count = Math.min(2 * count, items.size());
      spentNanos += way.run(items.subList(0, (int) count)).wallNanos();
    }
  }
}
