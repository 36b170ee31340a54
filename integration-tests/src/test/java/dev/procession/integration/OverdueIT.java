package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import dev.procession.task.SerializableFunction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that cannot, or will not, end in time: whatever keeps them, their worker is free again. */
@ExtendWith(SharedPool.class)
final class OverdueIT {
  private static final Duration LIMIT = Duration.ofMillis(400);
  private static final MapOptions LIMITED = MapOptions.defaults().taskTimeout(LIMIT);

  /** By a wide margin less than what the tasks would take, and enough for a busy machine. */
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  @Test
  void itemInTheMiddleOfItsChunkTimesOutAlone(ProcessPool pool) {
    List<Integer> items = IntStream.range(0, 40).boxed().toList();
    MapOptions twenty = MapOptions.defaults().taskTimeout(Duration.ofSeconds(2)).chunkSize(20);

    List<Outcome<Long>> outcomes;
    try (Stream<Outcome<Long>> stream = pool.outcomes(Dawdlers::spinInTheMiddle, items, twenty)) {
      outcomes = stream.toList();
    }

    assertThrows(TaskTimeoutException.class, outcomes.get(10)::get);
    assertEquals(39, outcomes.stream().filter(Outcome::isSuccess).count());
  }

  @Test
  void stoppedProcessTimesOut(ProcessPool pool) {
    assertTimesOut(pool, Dawdlers::stopOwnProcess, 1);
  }

  @Tag("extended")
  @Test
  void taskBlockedInTheKernelTimesOut(ProcessPool pool) {
    assertTimesOut(pool, Dawdlers::waitForConnection, 1);
  }

  @Tag("extended")
  @Test
  void processThatCollectsGarbageAllTheTimeTimesOut() {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .maxHeap("32m")
            .shutdownGrace(Duration.ofMillis(100))
            .build()) {
      assertTimesOut(pool, Dawdlers::thrash, 1);
    }
  }

  @Tag("extended")
  @Test
  void processesOfTheTaskGoWithIt(ProcessPool pool, @TempDir Path folder) {
    String home = folder.toString();
    Path child = folder.resolve("child");
    Path grandchild = folder.resolve("grandchild");

    CompletableFuture<Integer> doomed = pool.submit(() -> Dawdlers.startFamilyAndSpin(home));
    await().until(() -> Dawdlers.pidIn(child) != 0 && Dawdlers.pidIn(grandchild) != 0);

    // Stopped as one that timed out; but a limit would have to guess how long the start takes.
    doomed.cancel(true);

    await()
        .until(
            () ->
                !Pids.isAlive(Dawdlers.pidIn(child)) && !Pids.isAlive(Dawdlers.pidIn(grandchild)));
  }

  @Test
  void taskMayCleanUpBeforeItsProcessIsKilled() {
    Gate gate = Gate.closed();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofSeconds(20)).build()) {
      long before = pool.map(Victims::pid, List.of(1)).get(0);

      assertTimesOut(pool, Dawdlers::cleanUpWhenInterrupted, gate);

      gate.awaitAnnounced(2);
      assertEquals(before, pool.map(Victims::pid, List.of(1)).get(0));
    }
  }

  @Tag("extended")
  @Test
  void itemsOfStreamThatNobodyReadsTimeOutAllTheSame(ProcessPool pool) {
    long failedBefore = pool.stats().tasksFailed();
    try (Stream<Outcome<Long>> outcomes =
        pool.outcomes(Dawdlers::spinInTheMiddle, List.of(10), LIMITED)) {

      await().atMost(AT_MOST).until(() -> pool.stats().tasksFailed() == failedBefore + 1);

      assertThrows(TaskTimeoutException.class, outcomes.toList().get(0)::get);
    }
  }

  @Test
  void limitOfTheCallTakesThePlaceOfThePools() throws Exception {
    Gate gate = Gate.closed();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .taskTimeout(LIMIT)
            .shutdownGrace(Duration.ofMillis(100))
            .build()) {
      CompletableFuture<List<Integer>> patient =
          pool.mapAsync(
              gate::announceAndPass,
              List.of(5),
              MapOptions.defaults().taskTimeout(Duration.ofMinutes(1)));
      gate.awaitAnnounced(1);

      // The pool's own limit passes while the other is far from its.
      assertThrows(
          TaskTimeoutException.class,
          () -> pool.map(Dawdlers::waitForConnection, List.of(1), MapOptions.defaults()));

      gate.open();
      assertEquals(List.of(5), patient.get(60, TimeUnit.SECONDS));
    }
  }

  private static <T> void assertTimesOut(
      ProcessPool pool, SerializableFunction<T, ? extends Number> f, T item) {
    long started = System.nanoTime();

    TaskTimeoutException error =
        assertThrows(TaskTimeoutException.class, () -> pool.map(f, List.of(item), LIMITED));

    assertEquals(LIMIT, error.limit());
    List<Long> next = pool.map(Victims::pid, List.of(1, 2, 3, 4));
    assertEquals(4, next.size());
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    assertTrue(took.compareTo(AT_MOST) < 0, "took " + took);
    assertNotEquals(0, error.pid());
  }
}
