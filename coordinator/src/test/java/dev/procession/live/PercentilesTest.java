package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {
  private final Percentiles times = new Percentiles();

  @Test
  void withoutDurationsAllAreZero() {
    assertArrayEquals(new long[] {0, 0}, times.at(0, 0.5, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 8, 1_000, 123_456_789, Long.MAX_VALUE})
  void durationIsKnownToATenth(long nanos) {
    times.add(0, nanos, 1);

    assertEquals((double) nanos, (double) times.at(0, 1)[0], (double) nanos / 10 + 1);
  }

  @Test
  void shareOfAllIsNotExceeded() {
    times.add(0, 1_000, 90);
    times.add(0, 1_000_000, 10);

    long[] found = times.at(0, 0.5, 0.9, 0.91, 1);

    assertEquals(1_000.0, (double) found[0], 100.0);
    assertEquals(1_000.0, (double) found[1], 100.0);
    assertEquals(1_000_000.0, (double) found[2], 100_000.0);
    assertEquals(1_000_000.0, (double) found[3], 100_000.0);
  }

  @Test
  void durationsAreForgottenAfterFiveMinutes() {
    times.add(0, 1_000, 1);

    assertEquals(1_000.0, (double) times.at(TimeUnit.MINUTES.toNanos(4), 1)[0], 100.0);
    assertEquals(0, times.at(TimeUnit.MINUTES.toNanos(5), 1)[0]);
  }
}
