package dev.procession.integration;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.WorkerStartException;
import dev.procession.task.WorkerContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** From the first worker to the last: who they are, how they begin, how the pool ends. */
final class PoolLifeIT {
  private static final MapOptions ONE_BY_ONE = MapOptions.defaults().chunkSize(1);

  record Visit(long pid, int workerId, long taskIndex, int attempt, int count) {}

  static Visit visit(Object item) {
    WorkerContext context = WorkerContext.current();
    return new Visit(
        context.pid(),
        context.workerId(),
        context.taskIndex(),
        context.attempt(),
        Victims.count(item));
  }

  @Test
  void workersAreProcessesOfTheirOwn() {
    try (ProcessPool pool = ProcessPool.create(3)) {
      await().until(() -> pids(pool).size() == 3);

      assertEquals(List.of(0, 1, 2), pool.workers().stream().map(WorkerInfo::id).toList());
      assertTrue(pids(pool).stream().allMatch(pid -> ProcessHandle.of(pid).isPresent()));
    }
  }

  @Test
  void staticsAreEachWorkersOwn() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = ProcessPool.create(2)) {
      // Both workers take part: neither ends its first item before the other has begun one.
      CompletableFuture<List<Integer>> meeting =
          pool.mapAsync(gate::announceAndPass, List.of(0, 1), ONE_BY_ONE);
      gate.awaitAnnounced(2);
      gate.open();
      meeting.join();
      List<Visit> visits =
          pool.map(item -> visit(item), IntStream.range(0, 200).boxed().toList(), ONE_BY_ONE);

      Map<Long, Set<Integer>> counts =
          visits.stream()
              .collect(groupingBy(Visit::pid, mapping(Visit::count, Collectors.toSet())));
      counts.values().forEach(own -> assertEquals(numbersUpTo(own.size()), own));
      assertEquals(200, counts.values().stream().mapToInt(Set::size).sum());
      assertEquals(0, Victims.counter);
      assertTrue(pids(pool).containsAll(counts.keySet()));
    }
  }

  @Test
  void contextTellsWorkerIndexAndAttempt() {
    assertThrows(IllegalStateException.class, WorkerContext::current);
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<Visit> visits = pool.map(item -> visit(item), List.of("a", "b", "c"));

      Map<Integer, Long> pids =
          pool.workers().stream().collect(Collectors.toMap(WorkerInfo::id, WorkerInfo::pid));
      for (int i = 0; i < visits.size(); i++) {
        assertEquals(i, visits.get(i).taskIndex());
        assertEquals(1, visits.get(i).attempt());
        assertEquals(pids.get(visits.get(i).workerId()), visits.get(i).pid());
      }
      assertTrue(pool.submit(() -> WorkerContext.isWorker()).join());
    }
  }

  @Test
  void replacementTakesOverTheNumber() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Visit before = pool.map(item -> visit(item), List.of(1)).get(0);
      ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
      await().until(() -> !pids(pool).contains(before.pid()));
      Visit after = pool.map(item -> visit(item), List.of(1)).get(0);

      assertNotEquals(before.pid(), after.pid());
      assertEquals(before.workerId(), after.workerId());
      assertEquals(1, after.count());
      assertEquals(2, pool.workers().get(0).generation());
    }
  }

  @Test
  void initializerRunsOnceInEachProcess() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).initializer(() -> Victims.counter += 1000).build()) {
      List<Visit> visits =
          pool.map(item -> visit(item), IntStream.range(0, 100).boxed().toList(), ONE_BY_ONE);
      ProcessHandle.of(visits.get(99).pid()).orElseThrow().destroyForcibly();
      visits = new ArrayList<>(visits);
      visits.addAll(pool.map(item -> visit(item), List.of(1, 2, 3, 4), ONE_BY_ONE));

      // Items of the worker that was killed may have run before, without a result.
      assertTrue(visits.stream().allMatch(v -> v.count() > 1000 && v.count() < 2000));
    }
  }

  @Test
  void failingInitializerEndsThePoolWithItsException() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).initializer(Victims::failToBegin).build()) {
      WorkerStartException error =
          assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));

      assertEquals(
          "cannot begin",
          assertInstanceOf(IllegalStateException.class, error.getCause()).getMessage());
      assertEquals("failToBegin", error.getCause().getStackTrace()[0].getMethodName());
      assertTrue(error.getMessage().contains("cannot begin"), error.getMessage());
      assertTrue(pool.stats().workersStarted() < 20, pool.stats().toString());
    }
  }

  @Tag("extended")
  @Test
  void submittedTaskGetsTheInitializersException() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).initializer(Victims::failToBegin).build()) {
      CompletableFuture<Integer> future = pool.submit(() -> 1);

      ExecutionException error =
          assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS));

      assertInstanceOf(WorkerStartException.class, error.getCause());
    }
  }

  @Test
  void unusedPoolCloses() {
    ProcessPool pool = ProcessPool.create(2);

    pool.close();

    assertTrue(pool.isTerminated());
  }

  @Tag("extended")
  @Test
  void closeMayBeCalledTwiceAndByManyThreads() throws Exception {
    ProcessPool pool = ProcessPool.create(2);
    pool.map(x -> x, List.of(1));

    List<Thread> closers = Stream.generate(() -> new Thread(pool::close)).limit(4).toList();
    closers.forEach(Thread::start);
    for (Thread closer : closers) {
      closer.join();
    }
    pool.close();

    assertTrue(pool.isTerminated());
  }

  @Test
  void closeWaitsForWhatWasSubmitted() {
    List<CompletableFuture<Integer>> futures;
    try (ProcessPool pool = ProcessPool.create(2)) {
      futures = IntStream.range(0, 50).mapToObj(i -> pool.submit(() -> i)).toList();
    }

    for (int i = 0; i < 50; i++) {
      assertTrue(futures.get(i).isDone());
      assertEquals(i, futures.get(i).join());
    }
  }

  @Test
  void closedPoolRejectsWork() {
    ProcessPool pool = ProcessPool.create(1);
    pool.close();

    for (Executable work :
        List.<Executable>of(
            () -> pool.submit(() -> 1),
            () -> pool.map(x -> x, List.of(1)),
            () -> pool.map(x -> x, List.of()),
            () -> pool.map((a, b) -> a, List.of(1), List.of(2)),
            () -> pool.mapAsync(x -> x, List.of(1)),
            () -> pool.stream(x -> x, List.of(1)),
            () -> pool.stream(x -> x, Stream.of(1)),
            () -> pool.outcomes(x -> x, List.of(1)),
            () -> pool.forEach(x -> {}, List.of(1)),
            () -> pool.invokeAny(List.of(() -> 1)),
            () -> pool.broadcast(1),
            () -> pool.perWorker(() -> 1),
            () -> pool.isolate(CharSequence.class, () -> "a"))) {
      assertThrows(RejectedExecutionException.class, work);
    }
    assertThrows(IllegalStateException.class, () -> pool.shared().lock());
    assertThrows(IllegalStateException.class, () -> pool.resize(3));
  }

  @Test
  void poolThatIsShutDownCanBeResizedUntilItHasEnded() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(1));
    CompletableFuture<Integer> waiting = pool.submit(() -> gate.announceAndPass(2));
    gate.awaitAnnounced(1);

    pool.shutdown();
    pool.resize(2);

    gate.awaitAnnounced(2);
    gate.open();
    pool.close();
    assertEquals(1, running.join());
    assertEquals(2, waiting.join());
  }

  @Tag("extended")
  @Test
  void closeWithHalfReadStreamDoesNotHang() {
    ProcessPool pool = ProcessPool.create(2);
    Stream<Integer> results = pool.stream(x -> x, Stream.iterate(0, n -> n + 1));
    assertEquals(0, results.iterator().next());

    pool.close();

    assertTrue(pool.isTerminated());
  }

  @Test
  void shutdownNowEndsWhatSpins() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(2);
    CompletableFuture<Integer> spinning = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);

    pool.shutdownNow();

    assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    assertThrows(CancellationException.class, spinning::join);
  }

  @Tag("extended")
  @Test
  void interruptTurnsCloseIntoShutdownNow() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> spinning = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    Thread closer = new Thread(pool::close);
    closer.start();
    await().until(() -> pool.isShutdown());

    closer.interrupt();

    closer.join();
    assertTrue(pool.isTerminated());
    assertThrows(CancellationException.class, spinning::join);
  }

  @Tag("extended")
  @Test
  void poolsDoNotDisturbEachOther() {
    try (ProcessPool one = ProcessPool.create(1);
        ProcessPool two = ProcessPool.create(1)) {
      assertEquals(List.of(2), one.map(x -> x + 1, List.of(1)));
      assertEquals(List.of(3), two.map(x -> x + 2, List.of(1)));
      Set<Long> both = new HashSet<>(pids(one));
      both.addAll(pids(two));
      assertEquals(2, both.size());
    }
  }

  private static Set<Integer> numbersUpTo(int count) {
    return IntStream.rangeClosed(1, count).boxed().collect(Collectors.toSet());
  }

  private static Set<Long> pids(ProcessPool pool) {
    return pool.workers().stream()
        .map(WorkerInfo::pid)
        .filter(pid -> pid != 0)
        .collect(Collectors.toSet());
  }
}
