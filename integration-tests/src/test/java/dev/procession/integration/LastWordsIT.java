package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a task says in the end arrives, however much it is and however it ends. */
final class LastWordsIT {
  /** More than the relay has taken at once, less than relay and pipe hold together. */
  private static final int LINES = 900;

  private static final String LINE = "x".repeat(80);
  private static final int LONG = 5_000_000;

  static int printAndSpin(int lines) {
    for (int i = 0; i < lines; i++) {
      System.out.println(LINE);
    }
    Victims.spinForever();
    return lines;
  }

  static int throwAtLength(int length) {
    throw new IllegalStateException("long ".repeat(length / 5));
  }

  @Test
  void linesOfProcessThatThePoolKilledAreAllRelayed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(Duration.ofMillis(100))
            .onOutput(
                (worker, stream, line) -> {
                  awaitQuietly(release);
                  lines.add(line);
                })
            .build()) {
      assertThrows(
          TaskTimeoutException.class,
          () ->
              pool.map(
                  LastWordsIT::printAndSpin,
                  List.of(LINES),
                  MapOptions.defaults().taskTimeout(Duration.ofSeconds(1))));
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
