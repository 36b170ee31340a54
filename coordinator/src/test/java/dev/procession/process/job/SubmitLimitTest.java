package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.job.SubmitLimit.WhenFull;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubmitLimitTest {
  @Test
  void oneForEachWorkerAndSoManyMoreAreLetIn() {
    SubmitLimit limit = new SubmitLimit(3, WhenFull.REJECT, 2);

    for (int i = 0; i < 5; i++) {
      limit.enter();
    }
    RejectedExecutionException rejected =
        assertThrows(RejectedExecutionException.class, limit::enter);
    limit.leave();
    limit.enter();

    assertTrue(rejected.toString().contains("maxQueued(3)"), rejected.toString());
  }

  @Test
  void whoWaitsIsLetInWhenATaskHasEnded() {
    SubmitLimit limit = new SubmitLimit(0, WhenFull.BLOCK, 1);
    limit.enter();

    Entering waiting = new Entering(limit);
    waiting.awaitWaiting();
    limit.leave();

    assertEquals("in", waiting.end.join());
  }

  @Test
  void moreWorkersLetMoreIn() {
    SubmitLimit limit = new SubmitLimit(0, WhenFull.BLOCK, 1);
    limit.enter();

    Entering waiting = new Entering(limit);
    waiting.awaitWaiting();
    limit.resize(2);

    assertEquals("in", waiting.end.join());
  }

  @Test
  void whoWaitsIsRejectedByTheShutdown() {
    SubmitLimit limit = new SubmitLimit(0, WhenFull.BLOCK, 1);
    limit.enter();

    Entering waiting = new Entering(limit);
    waiting.awaitWaiting();
    limit.close();

    CompletionException end = assertThrows(CompletionException.class, waiting.end::join);
    assertInstanceOf(RejectedExecutionException.class, end.getCause());
  }

  @Test
  void interruptRejectsAndStaysSet() {
    SubmitLimit limit = new SubmitLimit(0, WhenFull.BLOCK, 1);
    limit.enter();
    Thread.currentThread().interrupt();

    assertThrows(RejectedExecutionException.class, limit::enter);

    assertTrue(Thread.interrupted());
  }

  @Test
  void thoseThatWaitAreLetInInTurnAndNoneIsForgotten() {
    SubmitLimit limit = new SubmitLimit(0, WhenFull.BLOCK, 1);
    limit.enter();
    Entering first = new Entering(limit);
    first.awaitWaiting();
    Entering second = new Entering(limit);
    second.awaitWaiting();
    Entering third = new Entering(limit);
    third.awaitWaiting();

    first.thread.interrupt();
    assertThrows(CompletionException.class, first.end::join);
    limit.leave();
    assertEquals("in", second.end.join());
    limit.leave();

    assertEquals("in", third.end.join());
  }

  private static final class Entering {
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final Thread thread;

    Entering(SubmitLimit limit) {
      thread =
          new Thread(
              () -> {
                try {
                  limit.enter();
                  end.complete("in");
                } catch (RejectedExecutionException e) {
                  end.completeExceptionally(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }
}
