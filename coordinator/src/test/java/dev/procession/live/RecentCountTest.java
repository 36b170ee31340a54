package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentCountTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RecentCount count = new RecentCount(2, 3);

  @Test
  void slicesAreInTheOrderOfTime() {
    count.add(0, 1);
    count.add(3 * SECOND, 2);
    count.add(5 * SECOND, 4);
    count.add(5 * SECOND, 4);

    assertArrayEquals(new long[] {1, 2, 8}, count.counts(5 * SECOND));
    assertArrayEquals(new long[] {2, 8, 0}, count.counts(7 * SECOND));
    assertArrayEquals(new long[] {0, 0, 0}, count.counts(1000 * SECOND));
  }

  @Test
  void rateIsThatOfTheTimeThatWasWatched() {
    count.add(SECOND, 10);

    assertEquals(10, count.perSecond(SECOND, 0));
    assertEquals(5, count.perSecond(2 * SECOND, 0));
    assertEquals(0, count.perSecond(60 * SECOND, 0));
  }

  @Test
  void whatHasJustBegunHasARate() {
    assertEquals(0, count.perSecond(0, 0));
  }
}
