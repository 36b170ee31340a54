package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallbackThreadsTest {
  private final CallbackThreads threads = new CallbackThreads();

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
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    threads.execute(() -> thread.complete(Thread.currentThread()));
    while (thread.join().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);

    // Most likely both before the thread has woken up.
    threads.execute(() -> awaitQuietly(release));
    threads.execute(other::countDown);

    assertTrue(other.await(10, TimeUnit.SECONDS));
    release.countDown();
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

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
