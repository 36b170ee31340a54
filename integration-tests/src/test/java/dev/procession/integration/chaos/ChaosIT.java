package dev.procession.integration.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.integration.NothingLeft;
import dev.procession.integration.chaos.Tally.Count;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several users work with one pool while its workers get signals. {@code procession.chaos.seconds}
 * says for how long; {@code procession.chaos.seed} repeats what all of them decide, though not what
 * happens at the same time.
 */
@Tag(NothingLeft.LONG)
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class ChaosIT {
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("procession.chaos.seconds", 10));

  /** Rounds are halves: after each, nobody is at work, to see whether memory has grown. */
  private static final int ROUNDS = 2;

  /** Whatever is kept of each item or each worker passes this soon. */
  private static final long MOST_GROWTH_BYTES = 8L << 20;

  /** No call takes so long: the slowest have a dozen items that time out, one after the other. */
  private static final Duration GENEROUS = Duration.ofMinutes(2);

  private static final int WORKERS = 4;
  private static final int PATROL_MILLIS = 100;
  private static final int RINSES = 4;
  private static final int RINSE_ITEMS = 50 * WORKERS;
  private static final int RINSE_ITEM_MILLIS = 5;

  /** All together as long as a thread for callbacks waits for another before it ends. */
  private static final int RINSE_MILLIS = 700;

  private final long seed = Long.getLong("procession.chaos.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Tally tally = new Tally();
  private final Coroner coroner = new Coroner(tally);
  private final Overlaps overlaps = new Overlaps(WORKERS, tally);
  private final Checks checks = new Checks(tally, coroner, overlaps);

  @Test
  void poolOutlivesItsWorkersHoweverTheyDie() throws Exception {
    say("chaos: seed " + seed + ", " + DURATION.toSeconds() + " s");
    List<Long> usedBytes = new ArrayList<>();
    ProcessPool pool = pool();
    try (KillCommand kill = new KillCommand()) {
      // A pool that has never had a worker gives up soon, and rightly so.
      rinse(pool);
      for (int round = 0; round < ROUNDS; round++) {
        play(pool, kill);
        usedBytes.add(usedBytes(pool));
      }
      pool.shutdown();
      assertTrue(pool.awaitTermination(GENEROUS.toSeconds(), TimeUnit.SECONDS), "does not end");
    } finally {
      pool.shutdownNow();
      overlaps.check();
      say(tally.report(pool.stats()) + "  heap after each half: " + usedBytes);
    }

    assertEquals(List.of(), tally.complaints(), "seed " + seed);
    assertEquals(tally.of(Count.FUTURES_BEGUN), tally.of(Count.FUTURES_ENDED));
    long grownBytes = usedBytes.get(ROUNDS - 1) - usedBytes.get(0);
    assertTrue(grownBytes <= MOST_GROWTH_BYTES, "the heap grew by " + grownBytes + " bytes");
  }

  private ProcessPool pool() {
    return ProcessPool.builder()
        .workers(WORKERS)
        .maxHeap("128m")
        .crashRetries(SubmitUser.RETRIES)
        .taskTimeout(SubmitUser.LIMIT)
        .shutdownGrace(Duration.ofMillis(500))
        .onOutput((worker, stream, line) -> tally.add(Count.LINES_PRINTED))
        .build();
  }

  /** How many processes there may be at the same time. */
  private static int mostProcesses() {
    return WORKERS;
  }

  private void play(ProcessPool pool, KillCommand kill) throws InterruptedException {
    Monkey monkey = new Monkey(pool, kill, coroner, tally, random.nextLong());
    Census census = new Census(mostProcesses(), tally);
    Thread hitting = start("monkey", monkey);
    Thread counting = start("census", census);
    List<UserThread> users =
        List.of(
            atWork(new MapUser(pool, checks)),
            atWork(new AsyncUser(pool, checks)),
            atWork(new StreamUser(pool, checks)),
            atWork(new OutcomesUser(pool, checks)),
            atWork(new SubmitUser(pool, checks)));
    patrol(pool, users, System.nanoTime() + DURATION.dividedBy(ROUNDS).toNanos());
    monkey.stop();
    hitting.join();
    users.forEach(UserThread::stop);
    patrol(pool, users, Long.MAX_VALUE);
    census.stop();
    counting.join();
  }

  private static long usedBytes(ProcessPool pool) throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RINSES; i++) {
      rinse(pool);
      Thread.sleep(RINSE_MILLIS);
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  /** Threads of the pool may hold on to the last that they had in hand: let it be small. */
  private static void rinse(ProcessPool pool) {
    pool.map(
        millis -> {
          Thread.sleep(millis);
          return millis;
        },
        Collections.nCopies(RINSE_ITEMS, RINSE_ITEM_MILLIS),
        MapOptions.defaults().chunkSize(1).crashRetries(WORKERS));
  }

  private UserThread atWork(User user) {
    return new UserThread(user, random.split(), tally);
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Watches the users until that time, or until all of them have gone. */
  private static void patrol(ProcessPool pool, List<UserThread> users, long untilNanos)
      throws InterruptedException {
    while (System.nanoTime() < untilNanos && users.stream().anyMatch(UserThread::isAtWork)) {
      List<UserThread> stuck =
          users.stream()
              .filter(user -> user.isAtWork() && user.waitingNanos() > GENEROUS.toNanos())
              .toList();
      if (!stuck.isEmpty()) {
        Standstill.dump(pool, stuck);
        fail("stuck: " + stuck);
      }
      Thread.sleep(PATROL_MILLIS);
    }
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(String text) {
    System.out.println(text);
  }
}
