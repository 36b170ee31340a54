package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.item;
import static dev.procession.scheduler.ScriptedPool.timed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How exactly a limit is kept by a pool that looks as often as it says that it must. */
class TimeoutPrecisionTest {
  private static final int PHASES = 7;

  @ParameterizedTest
  @ValueSource(longs = {50, 75, 120, 333, 1_000, 2_000, 10_000, 60_000, 3_600_000})
  void anItemTimesOutWithinATenthOfItsLimitAndAHundredMillis(long limitMillis) {
    for (int phase = 0; phase < PHASES; phase++) {
      assertIsPrecise(limitMillis * MS, 0, phase);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {50, 75, 120, 333, 1_000, 2_000, 10_000, 60_000, 3_600_000})
  void soDoesAnItemInTheMiddleOfAChunk(long limitMillis) {
    for (int phase = 0; phase < PHASES; phase++) {
      assertIsPrecise(limitMillis * MS, 3, phase);
    }
  }

  /** Items before a position take nine tenths of the limit each, the one there takes for ever. */
  private static void assertIsPrecise(long limit, int position, int phase) {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(8, limit), 8);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    long interval = pool.scheduler.pollNanos().orElseThrow();
    long eachTakes = limit / 10 * 9;
    long firstBegins = interval * phase / PHASES + 1;
    long begins = firstBegins + eachTakes * position;

    long now = 0;
    while (pool.said(Command.CancelItem.class).isEmpty()) {
      long nextLook = now - now % interval + interval;
      long wake = pool.untilWake().isPresent() ? now + pool.untilWake().getAsLong() : nextLook;
      long next = Math.min(nextLook, Math.max(now, wake));
      pool.pass(next - now);
      now = next;
      if (now == nextLook) {
        Optional<Integer> runs = runs(now - firstBegins, eachTakes, position);
        pool.say(new Event.WorkerSeen(sent.worker(), runs.flatMap(at -> item(sent.chunk(), at))));
      }
      assertTrue(now < begins + 2 * limit, "it never times out");
    }

    long late = now - begins - limit;
    long tolerance = Math.min(100 * MS, limit / 10);
    assertTrue(late >= 0 && late <= tolerance, late + " ns after a limit of " + limit);
    assertEquals(position, pool.last(Command.CancelItem.class).position());
  }

  private static Optional<Integer> runs(long sinceFirst, long eachTakes, int last) {
    return sinceFirst < 0
        ? Optional.empty()
        : Optional.of((int) Math.min(last, sinceFirst / eachTakes));
  }
}
