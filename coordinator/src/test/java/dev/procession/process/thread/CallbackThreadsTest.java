package dev.procession.process.thread;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallbackThreadsTest {
  private final CallbackThreads threads = new CallbackThreads("callback", Threads.ofThisJvm());

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void anActionThatBlocksDelaysNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(100);
    for (int i = 0; i < 5; i++) {
      threads.execute(() -> awaitQuietly(release));
    }
    for (int i = 0; i < 100; i++) {
      threads.execute(others::countDown);
    }

    assertTrue(others.await(10, TimeUnit.SECONDS));
    release.countDown();
  }

  /** As stages do that join futures whose ends are behind them in the queue. */
  @Tag("extended")
  @Timeout(250)
  @Test
  void anyNumberOfActionsMayWaitForOneBehindThem() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(600);
    for (int i = 0; i < 600; i++) {
      threads.execute(
          () -> {
            awaitQuietly(release);
            ended.countDown();
          });
    }

    threads.execute(release::countDown);

    // Each thread that is added has to be given a processor before the next one is.
    assertTrue(ended.await(200, TimeUnit.SECONDS));
  }

  @Test
  void anActionThatComesWhileAllThreadsBlockIsRun() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    threads.execute(
        () -> {
          blocked.countDown();
          awaitQuietly(release);
        });
    assertTrue(blocked.await(10, TimeUnit.SECONDS));
    CountDownLatch other = new CountDownLatch(1);

    threads.execute(other::countDown);

    assertTrue(other.await(10, TimeUnit.SECONDS));
    release.countDown();
  }

  @Test
  void anActionBehindOneThatBlocksTheOnlyIdleThreadIsRun() throws Exception {
    for (int round = 0; round < 300; round++) {
      CallbackThreads fresh = new CallbackThreads("callback", Threads.ofThisJvm());
      CompletableFuture<Thread> idle = new CompletableFuture<>();
      fresh.execute(() -> idle.complete(Thread.currentThread()));
      while (idle.join().getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch other = new CountDownLatch(1);
      CyclicBarrier bothAtOnce = new CyclicBarrier(2);

      Thread second =
          new Thread(
              () -> {
                awaitQuietly(bothAtOnce);
                fresh.execute(other::countDown);
              });
      second.start();
      awaitQuietly(bothAtOnce);
      fresh.execute(() -> awaitQuietly(release));

      assertTrue(other.await(10, TimeUnit.SECONDS), "in round " + round);
      release.countDown();
      second.join();
      fresh.close();
    }
  }

  @Test
  void anActionThatThrowsStopsNoOther() throws Exception {
    CountDownLatch other = new CountDownLatch(1);
    threads.execute(
        () -> {
          Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
          throw new IllegalStateException("expected");
        });
    threads.execute(other::countDown);

    assertTrue(other.await(10, TimeUnit.SECONDS));
  }

  @Test
  void anInterruptLeftBehindStopsNoOther() throws Exception {
    CountDownLatch other = new CountDownLatch(1);
    threads.execute(() -> Thread.currentThread().interrupt());
    threads.execute(other::countDown);

    assertTrue(other.await(10, TimeUnit.SECONDS));
  }

  private static void awaitQuietly(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
