package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a task says in the end arrives, however much it is and however it ends. */
final class LastWordsIT {
  /** They fit into a pipe. */
  private static final int LINES = 700;

  private static final String LINE = "x".repeat(80);
  private static final int LONG = 5_000_000;

  /** Prints a line, the others when the gate opens, and says when all are in the pipe. */
  static int printAndSpin(Gate gate) {
    System.out.println(LINE);
    gate.announceAndPass(1);
    for (int i = 1; i < LINES; i++) {
      System.out.println(LINE);
    }
    return gate.announceAndSpin(2);
  }

  static int throwAtLength(int length) {
    throw new IllegalStateException("long ".repeat(length / 5));
  }

  @Test
  void linesOfProcessThatThePoolKilledAreAllRelayed() throws Exception {
    Gate gate = Gate.closed();
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(Duration.ofMillis(100))
            .onOutput(
                (worker, stream, line) -> {
                  taken.countDown();
                  awaitQuietly(release);
                  lines.add(line);
                })
            .build()) {
      CompletableFuture<Integer> printing = pool.submit(() -> printAndSpin(gate));
      assertTrue(taken.await(30, TimeUnit.SECONDS));
      gate.open();
      gate.awaitAnnounced(2);

      printing.cancel(true);
      // The next one runs when the process that spun is gone.
      assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
      release.countDown();

      await().until(() -> lines.size() == LINES);
    }
  }

  @Test
  void exceptionBeyondTheLimitOfMessagesArrivesShortened() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).maxMessageSize("64k").build()) {
      long before = pool.map(Victims::pid, List.of(1)).get(0);

      TaskFailedException error =
          assertThrows(
              TaskFailedException.class, () -> pool.map(LastWordsIT::throwAtLength, List.of(LONG)));

      String text = error.getMessage();
      assertTrue(text.contains("IllegalStateException"), text.substring(0, 200));
      assertTrue(text.contains("long long"), text.substring(0, 200));
      assertEquals("throwAtLength", error.getCause().getStackTrace()[0].getMethodName());
      assertEquals(before, pool.map(Victims::pid, List.of(1)).get(0));
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
