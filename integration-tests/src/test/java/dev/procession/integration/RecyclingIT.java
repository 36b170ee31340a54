package dev.procession.integration;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that are replaced as planned: after so many tasks, and when there is nothing to do. */
final class RecyclingIT {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Who did an item: process, how many it had done with it, how often it was initialized. */
  record Served(int item, long pid, int count, int initialized) {}

  // Of each worker process; its runner's.
  private static int served;
  private static int initialized;

  static Served serve(int item) {
    served++;
    return new Served(item, ProcessHandle.current().pid(), served, initialized);
  }

  static void begin() {
    initialized++;
  }

  private static ProcessPool recycling(int workers, int maxTasks) {
    return ProcessPool.builder()
        .workers(workers)
        .maxTasksPerWorker(maxTasks)
        .initializer(RecyclingIT::begin)
        .build();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<Integer> items(List<Served> all) {
    return all.stream().map(Served::item).toList();
  }

  @Tag("extended")
  @Test
  void noProcessServesMoreThanItMayAndEveryResultIsRight() {
    try (ProcessPool pool = recycling(3, 10)) {
      List<Served> all = pool.map(RecyclingIT::serve, numbers(100));

      Map<Long, Long> each = all.stream().collect(groupingBy(Served::pid, counting()));
      assertEquals(numbers(100), items(all));
      assertTrue(each.values().stream().allMatch(n -> n <= 10), each::toString);
      assertTrue(each.size() >= 10, each::toString);
      assertTrue(all.stream().allMatch(s -> s.initialized() == 1 && s.count() <= 10));
      assertTrue(pool.stats().workersStarted() >= 10, () -> pool.stats().toString());
      assertEquals(0, pool.stats().workersLost());
      assertEquals(List.of(0, 1, 2), pool.workers().stream().map(WorkerInfo::id).toList());
    }
  }

  @Tag("extended")
  @Test
  void closingAtOnceLosesNothing() {
    List<CompletableFuture<Served>> futures;
    try (ProcessPool pool = recycling(1, 2)) {
      futures =
          IntStream.range(0, 6).mapToObj(i -> pool.submit(() -> RecyclingIT.serve(i))).toList();
    }

    List<Served> all = futures.stream().map(CompletableFuture::join).toList();
    assertEquals(numbers(6), items(all));
    assertEquals(3, all.stream().map(Served::pid).distinct().count());
  }

  @Tag("extended")
  @Test
  void aLimitOfOneIsAProcessATaskForAllKindsOfWork() {
    try (ProcessPool pool = recycling(2, 1)) {
      Set<Long> pids = new HashSet<>();
      pids.add(pool.submit(() -> RecyclingIT.serve(1)).join().pid());
      List<Served> mapped =
          pool.map(RecyclingIT::serve, numbers(4), MapOptions.defaults().chunkSize(3));
      mapped.forEach(s -> pids.add(s.pid()));
      try (Stream<Served> stream = pool.stream(RecyclingIT::serve, numbers(3))) {
        stream.forEach(s -> pids.add(s.pid()));
      }
      try (Stream<Outcome<Served>> outcomes = pool.outcomes(RecyclingIT::serve, numbers(3))) {
        outcomes.forEach(o -> pids.add(o.get().pid()));
      }

      assertEquals(numbers(4), items(mapped));
      assertEquals(11, pids.size());
      assertEquals(0, pool.stats().workersLost());
    }
  }

  @Test
  void aTaskThatFailsOrDiesCountsToo() {
    try (ProcessPool pool = recycling(1, 2);
        Stream<Outcome<Integer>> outcomes = pool.outcomes(Victims::divide, List.of(0, 1, 0, 2))) {
      assertEquals(List.of(false, true, false, true), outcomes.map(Outcome::isSuccess).toList());
      assertEquals(0, pool.stats().workersLost());
    }
  }

  @Tag("extended")
  @Test
  void atMostAllNumbersWorkWhileTheyAreReplaced() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = recycling(2, 1)) {
      CompletableFuture<List<Integer>> all =
          pool.mapAsync(gate::announceAndPass, numbers(4), MapOptions.defaults().chunkSize(1));
      gate.awaitAnnounced(2);
      // The successors of both are there and wait.
      await().until(() -> pool.stats().workersStarted() == 4);

      assertEquals(2, gate.announced());
      assertEquals(2, pool.workers().size());
      gate.open();
      assertEquals(numbers(4), all.join());
    }
  }

  @Test
  void idleProcessesLeaveAndComeBack() {
    try (ProcessPool pool = ProcessPool.builder().workers(2).idleTimeout(SHORT).build()) {
      Served before = pool.submit(() -> RecyclingIT.serve(1)).join();
      awaitNobody(pool);
      long started = pool.stats().workersStarted();
      Served after = pool.submit(() -> RecyclingIT.serve(2)).join();

      assertFalse(before.pid() == after.pid());
      assertEquals(1, after.count());
      assertEquals(0, pool.stats().workersLost());
      // Only as many as are needed.
      assertEquals(started + 1, pool.stats().workersStarted());
      awaitNobody(pool);
      assertEquals(numbers(20), items(pool.map(RecyclingIT::serve, numbers(20))));
    }
  }

  private static void awaitNobody(ProcessPool pool) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> pool.workers().stream().allMatch(w -> w.state() == WorkerState.GONE));
    assertTrue(
        pool.workers().stream().collect(toMap(WorkerInfo::id, WorkerInfo::pid)).values().stream()
            .allMatch(pid -> pid == 0));
    assertEquals(0, ProcessHandle.current().children().filter(RecyclingIT::isWorker).count());
  }

  private static boolean isWorker(ProcessHandle child) {
    return child.isAlive() && child.info().commandLine().orElse("").contains("procession");
  }

  @Test
  void anEmptyPoolCloses() {
    ProcessPool pool = ProcessPool.builder().workers(2).idleTimeout(SHORT).build();
    pool.submit(() -> RecyclingIT.serve(1)).join();
    awaitNobody(pool);

    pool.close();

    assertTrue(pool.isTerminated());
  }
}
