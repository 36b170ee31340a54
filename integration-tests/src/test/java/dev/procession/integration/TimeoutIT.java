package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tasks that take longer than they may. */
final class TimeoutIT {
  /** Items that end must stay within it, in a process that is new and on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final MapOptions LIMITED = MapOptions.defaults().taskTimeout(LIMIT);

  @Test
  void taskThatHeedsInterruptsTimesOutAndKeepsItsProcess() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      long pid = pool.map(Victims::pid, List.of(1)).get(0);

      TaskTimeoutException error =
          assertThrows(
              TaskTimeoutException.class,
              () -> pool.map(gate::announceAndPass, List.of(1), LIMITED));

      assertEquals(LIMIT, error.limit());
      assertEquals(0, error.index().orElseThrow());
      assertStackShows("announceAndPass", error);
      assertEquals(pid, pool.map(Victims::pid, List.of(1)).get(0));
    }
  }

  @Test
  void taskThatIgnoresInterruptsIsKilledAndTheNextRunsElsewhere() {
    // Time enough for its stack to be taken before it is killed, also on a busy machine.
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofSeconds(3)).build()) {
      long pid = pool.map(Victims::pid, List.of(1)).get(0);

      List<Outcome<Long>> outcomes;
      try (Stream<Outcome<Long>> stream =
          pool.outcomes(Victims::spinOnSeven, List.of(1, 7, 2, 3), LIMITED)) {
        outcomes = stream.toList();
      }

      TaskTimeoutException error = assertThrows(TaskTimeoutException.class, outcomes.get(1)::get);
      assertEquals(pid, error.pid());
      assertTrue(error.getMessage().contains("2 s"), error.getMessage());
      assertStackShows("spinForever", error);
      assertEquals(3, outcomes.stream().filter(Outcome::isSuccess).count());
      assertNotEquals(pid, outcomes.get(3).get());
    }
  }

  /** As a user sees it: by the accessor, and in whatever prints the exception. */
  private static void assertStackShows(String method, TaskTimeoutException error) {
    StringWriter printed = new StringWriter();
    error.printStackTrace(new PrintWriter(printed));

    assertTrue(
        error.taskStack().stream().anyMatch(frame -> frame.getMethodName().equals(method)),
        error.taskStack().toString());
    assertTrue(printed.toString().contains(method + "("), printed.toString());
    StackTraceElement outermost = error.taskStack().get(error.taskStack().size() - 1);
    assertFalse(outermost.toString().contains("dev.procession.worker"), outermost.toString());
  }

  @Test
  void submittedTaskTimesOutByThePoolsLimit() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.builder().workers(1).taskTimeout(LIMIT).build()) {
      CompletableFuture<Integer> future = pool.submit(() -> gate.announceAndPass(1));

      ExecutionException error =
          assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));

      assertInstanceOf(TaskTimeoutException.class, error.getCause());
    }
  }

  @Test
  void timeSpentWaitingDoesNotCount() throws Exception {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<Integer> blocker = pool.submit(() -> gate.announceAndPass(0));
      gate.awaitAnnounced(1);
      CompletableFuture<List<Integer>> waiting =
          pool.mapAsync(x -> x, List.of(1, 2), MapOptions.defaults().taskTimeout(LIMIT));

      assertThrows(
          java.util.concurrent.TimeoutException.class,
          () -> waiting.get(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      gate.open();

      assertEquals(0, blocker.get(40, TimeUnit.SECONDS));
      assertEquals(List.of(1, 2), waiting.get(40, TimeUnit.SECONDS));
    }
  }
}
