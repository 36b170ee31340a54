package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.EngineSnapshot;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.SchedulerOptions;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HelloTest {
  private static final int WORKERS = 32;
  private static final long PATIENCE_SECONDS = 20;

  // In that time fewer come up one after the other if the coordinator waits for more than a hello.
  @Test
  @Timeout(PATIENCE_SECONDS)
  void nextIsLaunchedWithAHelloThoughNobodyIsReady() throws Exception {
    CountDownLatch launched = new CountDownLatch(WORKERS);
    ScriptedWorkers workers =
        new ScriptedWorkers(
            key ->
                self -> {
                  launched.countDown();
                  self.hello();
                  // It does not come: they are killed.
                  self.await(ToWorker.Bye.class);
                });
    Engine engine = Engine.start(oneAfterTheOther(), workers);
    try {
      launched.await();

      EngineSnapshot now = engine.snapshot();
      assertEquals(WORKERS, now.pool().workersStarted());
      assertTrue(now.pool().workers().stream().allMatch(w -> w.state() == Phase.STARTING));
    } finally {
      engine.shutdownNow();
      engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static EngineOptions oneAfterTheOther() {
    return ScriptedWorkers.options(
        new SchedulerOptions(
            WORKERS,
            TimeUnit.SECONDS.toNanos(10 * PATIENCE_SECONDS),
            TimeUnit.SECONDS.toNanos(1),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.of(1)));
  }
}
