package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndingsTest {
  private final CallbackThreads threads = new CallbackThreads("callback", Threads.ofThisJvm());
  private final Endings endings = new Endings(threads);
  private final CompletableFuture<String> future = new CompletableFuture<>();

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void haveArrivedWhenTheFutureHasEndedThoughStagesGoOn() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Void> stage = future.thenAccept(value -> awaitQuietly(release));

    endings.execute(() -> future.complete("end"), future::isDone, future::completeExceptionally);

    assertTrue(endings.await(in(40)));
    assertTrue(future.isDone());
    assertFalse(stage.isDone());
    release.countDown();
    stage.join();
  }

  @Test
  void areWaitedFor() throws Exception {
    CountDownLatch release = new CountDownLatch(1);

    endings.execute(
        () -> {
          awaitQuietly(release);
          future.complete("end");
        },
        future::isDone,
        future::completeExceptionally);

    assertFalse(endings.await(System.nanoTime()));
    assertFalse(endings.haveArrived());
    release.countDown();
    assertTrue(endings.await(in(40)));
  }

  /** The waiter may be held by a debugger, or have been given no time by the system yet. */
  @Test
  void arriveThoughTheWaiterNeverRuns() throws Exception {
    endings.endSingle(owner(true), () -> future.complete("end"));
    assertFalse(endings.haveArrived());

    endings.takeOver();

    assertTrue(endings.await(in(40)));
    assertEquals("end", future.join());
  }

  @Test
  void arriveWhereNobodyWaits() throws Exception {
    endings.endSingle(owner(false), () -> future.complete("end"));

    assertTrue(endings.await(in(40)));
    assertEquals("end", future.join());
  }

  @Test
  void whatCannotBePutTogetherArrivesAsItsError() throws Exception {
    NoClassDefFoundError error = new NoClassDefFoundError();
    endings.execute(
        () -> {
          throw error;
        },
        future::isDone,
        future::completeExceptionally);

    assertTrue(endings.await(in(40)));
    assertSame(error, assertThrows(CompletionException.class, future::join).getCause());
  }

  private SubmissionOwner owner(boolean waiterThatNeverRuns) {
    return new FutureOwner<>(future, "end", waiterThatNeverRuns);
  }

  private static long in(int seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
