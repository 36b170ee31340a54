package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.ProcessPool;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams of results that are read a little and dropped, without being closed. */
final class AbandonedStreamIT {
  private static final int STREAMS = 20;

  @Test
  void goWithTheGarbage() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      for (int i = 0; i < STREAMS; i++) {
        readALittle(pool);
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                System.gc();
                return feeders() == 0;
              });
      assertEquals(List.of(2), pool.map(x -> x + 1, List.of(1)));
    }
  }

  @Tag("extended")
  @Test
  void oneThatIsReadIsNotTakenForDropped() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      long sum =
          pool.stream(x -> x, Stream.iterate(1, x -> x + 1).limit(2_000))
              .peek(
                  x -> {
                    if (x % 200 == 0) {
                      System.gc();
                    }
                  })
              .mapToLong(x -> x)
              .sum();

      assertEquals(2_000L * 2_001 / 2, sum);
    }
  }

  private static void readALittle(ProcessPool pool) {
    assertEquals(
        6, pool.stream(x -> x, Stream.iterate(1, x -> x + 1)).limit(3).mapToInt(x -> x).sum());
  }

  private static long feeders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("procession-feeder"))
        .count();
  }
}
