package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwakeClockTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong nanoTime = new AtomicLong();
  private final AwakeClock clock = new AwakeClock(nanoTime::get);

  @Test
  void timeInWhichNobodyLookedIsLeftOut() {
    clock.sleepingUntil(SECOND / 20);
    nanoTime.set(8 * SECOND);

    assertEquals(SECOND / 20, clock.nowNanos());
    nanoTime.addAndGet(SECOND / 2);
    assertEquals(SECOND / 20 + SECOND / 2, clock.nowNanos());
  }

  @Test
  void timeAsleepCounts() {
    clock.sleepingUntil(20 * SECOND);
    nanoTime.set(20 * SECOND + SECOND / 2);

    assertEquals(20 * SECOND + SECOND / 2, clock.nowNanos());
  }

  @Test
  void wakingEarlyIsNoStandstill() {
    clock.sleepingUntil(20 * SECOND);
    nanoTime.set(5 * SECOND);

    assertEquals(5 * SECOND, clock.nowNanos());
  }
}
