package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ItemPaceTest {
  private static final long SLOW_NANOS = 1_500_000;

  private final AtomicInteger ticks = new AtomicInteger();
  private final ItemPace pace = new ItemPace(ticks::get);

  @Test
  void slowItemIsNoticed() {
    pace.begin(2);
    spend(SLOW_NANOS);

    assertTrue(pace.wasSlow());
  }

  @Test
  void itemsOfLargeChunkThatAreSlowAreAllNoticed() {
    pace.begin(10 * ItemPace.FEW_ITEMS);

    for (int i = 0; i < 100; i++) {
      spend(SLOW_NANOS);
      assertTrue(pace.wasSlow());
    }
  }

  @Test
  void clockThatTickedIsNoticedAmongTinyItems() {
    pace.begin(1_000_000);
    int slow = 0;
    for (int i = 0; i < 10_000; i++) {
      slow += pace.wasSlow() ? 1 : 0;
    }
    ticks.incrementAndGet();

    assertTrue(pace.wasSlow());
    // A loaded machine may have stopped this thread now and then.
    assertFalse(slow > 5_000);
  }

  private static void spend(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
