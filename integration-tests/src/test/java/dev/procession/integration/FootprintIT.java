package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a pool takes of the coordinator's memory: only a heap that is measured can show that. */
final class FootprintIT {
  private static final int BIG_BYTES = 32 << 20;
  private static final long SLACK_BYTES = 8 << 20;

  @Tag("extended")
  @Test
  void idlePoolDoesNotKeepTheLastTaskThatItSent() throws Exception {
    byte[] captured = new byte[BIG_BYTES];
    try (ProcessPool pool = ProcessPool.create(1)) {
      pool.submit(() -> 1).get(60, TimeUnit.SECONDS);
      long before = usedBytes();

      int length = pool.submit(() -> captured.length).get(60, TimeUnit.SECONDS);

      assertEquals(BIG_BYTES, length);
      await().atMost(Duration.ofSeconds(20)).until(() -> usedBytes() < before + SLACK_BYTES);
    }
  }

  @Test
  void idlePoolDoesNotKeepTheLastResultThatItGot() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      pool.submit(() -> 1).get(60, TimeUnit.SECONDS);
      long before = usedBytes();

      assertEquals(
          BIG_BYTES, pool.submit(() -> new byte[BIG_BYTES]).get(60, TimeUnit.SECONDS).length);

      await().atMost(Duration.ofSeconds(20)).until(() -> usedBytes() < before + SLACK_BYTES);
    }
  }

  @Tag("extended")
  @Test
  void poolDoesNotKeepItemsAndResultsOfMap() {
    try (ProcessPool pool = ProcessPool.create(2)) {
      pool.map(x -> x, List.of(1));
      long before = usedBytes();

      assertEquals(BIG_BYTES, lengthOfMapped(pool));

      await().atMost(Duration.ofSeconds(20)).until(() -> usedBytes() < before + SLACK_BYTES);
    }
  }

  /** In a frame of its own, which holds nothing when it is gone. */
  private static int lengthOfMapped(ProcessPool pool) {
    return pool.map(Victims::reversed, List.of(new byte[BIG_BYTES])).get(0).length;
  }

  @Test
  void workerDoesNotKeepItemsAndResults() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      pool.map(x -> usedBytes(), List.of(1));
      long before = pool.map(x -> usedBytes(), List.of(1)).get(0);

      pool.map(Victims::reversed, List.of(new byte[BIG_BYTES]));

      long after = pool.map(x -> usedBytes(), List.of(1)).get(0);
      assertTrue(after < before + SLACK_BYTES, before + " before, " + after + " after");
    }
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
