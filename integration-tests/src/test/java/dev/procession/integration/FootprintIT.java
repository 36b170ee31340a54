package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.ProcessPool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a pool takes of the coordinator's memory: only a heap that is measured can show that. */
final class FootprintIT {
  private static final int BIG_BYTES = 32 << 20;
  private static final long SLACK_BYTES = 8 << 20;

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

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
