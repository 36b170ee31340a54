package dev.procession.scheduler;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** How bad things are in one simulated world: probabilities, and a few habits. */
record Weather(
    int workers,
    int jobs,
    int maxItemsPerJob,
    double startFailures,
    double startHangs,
    double externalKills,
    double retirements,
    double stops,
    double stubborn,
    double lies,
    double crashes,
    double silentCrashes,
    double hangs,
    double failures,
    double jobCancels,
    double itemCancels,
    int itemsUntilRetiring,
    int maxTasksPerWorker,
    long idleTimeout,
    long shutdownAt,
    long shutdownNowAt,
    int launchesAtOnce,
    int resizes) {

  static final long NEVER = Long.MAX_VALUE;

  static Weather of(SplittableRandom random) {
    int workers = random.nextInt(20) == 0 ? 1 + random.nextInt(60) : 1 + random.nextInt(5);
    return new Weather(
        workers,
        1 + random.nextInt(3),
        random.nextInt(30) == 0 ? 600 : 40,
        oneOf(random, 0, 0, 0, 0, 0.1, 0.4, random.nextInt(4) == 0 ? 1 : 0),
        oneOf(random, 0, 0, 0, 0.1),
        oneOf(random, 0, 0, 0, 0.3),
        oneOf(random, 0, 0, 0, 0.3),
        oneOf(random, 0, 0, 0, 0, 0.2),
        oneOf(random, 0, 0, 0.5),
        oneOf(random, 0, 0, 0, 0.02),
        oneOf(random, 0, 0, 0.05, 0.3),
        oneOf(random, 0, 0, 0, 0, 0.05),
        oneOf(random, 0, 0, 0.1),
        oneOf(random, 0, 0, 0.1, 0.6),
        oneOf(random, 0, 0, 0.4),
        oneOf(random, 0, 0, 0.3),
        random.nextInt(4) == 0 ? 1 + random.nextInt(6) : Integer.MAX_VALUE,
        random.nextInt(3) == 0 ? 1 + random.nextInt(9) : Integer.MAX_VALUE,
        random.nextInt(4) == 0 ? random.nextLong(200_000_000) : NEVER,
        random.nextInt(3) == 0 ? random.nextLong(800_000_000) : NEVER,
        random.nextInt(5) == 0 ? random.nextLong(1_200_000_000) : NEVER,
        random.nextBoolean() ? 1 + random.nextInt(4) : Integer.MAX_VALUE,
        workers <= 5 && random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0);
  }

  SchedulerOptions options(long startTimeoutNanos, long graceNanos) {
    boolean isLimited = maxTasksPerWorker != Integer.MAX_VALUE;
    return new SchedulerOptions(
        workers,
        startTimeoutNanos,
        graceNanos,
        isLimited ? OptionalInt.of(maxTasksPerWorker) : OptionalInt.empty(),
        idleTimeout == NEVER ? OptionalLong.empty() : OptionalLong.of(idleTimeout),
        launchesAtOnce == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(launchesAtOnce));
  }

  /** Whether workers may die of what is not an item's fault, again and again. */
  boolean killsInnocents() {
    return externalKills + lies + stops > 0;
  }

  /** Whether no process ends without having been of use, so that the next starts at once. */
  boolean isCalm() {
    return startFailures + startHangs + externalKills + retirements + stops + lies + resizes == 0
        && silentCrashes == 0
        && itemsUntilRetiring == Integer.MAX_VALUE;
  }

  /** When the last job begins: late enough for idle workers to have left before. */
  long lastJobAt() {
    return idleTimeout == NEVER ? 300_000_000 : 2_000_000_000;
  }

  /** Many workers and items, all else as it comes. */
  Weather huge() {
    return new Weather(
        3000,
        4,
        60_000,
        0.05,
        0.01,
        0.2,
        0.1,
        0,
        stubborn,
        0.00002,
        0.0003,
        0.00002,
        0.0003,
        0.003,
        0,
        0.02,
        Integer.MAX_VALUE,
        64,
        NEVER,
        NEVER,
        NEVER,
        100,
        0);
  }

  /** Hosts come and go, and that is all that goes wrong. */
  Weather ofHosts(int hosts, int slots) {
    return new Weather(
        hosts * slots,
        3,
        10_000,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        NEVER,
        NEVER,
        NEVER,
        Integer.MAX_VALUE,
        0);
  }

  private static double oneOf(SplittableRandom random, double... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
