package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BackgroundSenderTest {
  /** More ticks than it makes of its own accord after a chunk began. */
  private static final int MANY_TICKS = 50;

  private final CountDownLatch ticks = new CountDownLatch(MANY_TICKS);
  private final BackgroundSender courier = new BackgroundSender(ticks::countDown);

  @Test
  void goesOnTickingAsLongAsAChunkRuns() throws Exception {
    Thread thread = new Thread(courier, "courier under test");
    thread.setDaemon(true);
    thread.start();

    courier.watch();

    assertTrue(ticks.await(20, TimeUnit.SECONDS), "results would wait for the end of the chunk");
  }
}
