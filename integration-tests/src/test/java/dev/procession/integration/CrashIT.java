package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.task.SerializableFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that die: only the item that ran is lost, and another worker takes over. */
@ExtendWith(SharedPool.class)
final class CrashIT {
  private static final MapOptions DEFAULTS = MapOptions.defaults();
  private static final List<Integer> MANY = IntStream.range(0, 10_000).boxed().toList();

  @Test
  void haltAmongManyItemsFailsThatItemOnly(ProcessPool pool) {
    WorkerCrashedException crash = onlyCrash(pool, Victims::haltWith7At5000);

    assertEquals(7, crash.exitCode().orElseThrow());
    assertEquals(Optional.empty(), crash.signal());
    assertTrue(crash.stderrTail().contains("about to halt at 5000"), crash.stderrTail());
    assertTrue(crash.getMessage().contains("7"), crash.getMessage());
  }

  @Test
  void killAmongManyItemsFailsThatItemOnly(ProcessPool pool) {
    WorkerCrashedException crash = onlyCrash(pool, Victims::killItselfAt5000);

    assertEquals(Optional.of("SIGKILL"), crash.signal());
    assertTrue(crash.getMessage().contains("SIGKILL"), crash.getMessage());
  }

  private static WorkerCrashedException onlyCrash(
      ProcessPool pool, SerializableFunction<Integer, Integer> f) {
    List<Outcome<Integer>> outcomes;
    try (Stream<Outcome<Integer>> stream = pool.outcomes(f, MANY)) {
      outcomes = stream.toList();
    }

    List<Outcome<Integer>> failures = outcomes.stream().filter(o -> !o.isSuccess()).toList();
    assertEquals(1, failures.size());
    WorkerCrashedException crash =
        assertInstanceOf(
            WorkerCrashedException.class,
            assertThrows(RuntimeException.class, failures.get(0)::get));
    assertEquals(5000, failures.get(0).index());
    assertEquals(5000, crash.index().orElseThrow());
    assertEquals(1, crash.attempts());
    assertTrue(crash.pid() > 0);
    for (int i = 0; i < MANY.size(); i++) {
      assertEquals(i, outcomes.get(i).index());
      assertTrue(i == 5000 || outcomes.get(i).get() == i);
    }
    return crash;
  }

  @Test
  void exitEndsTheMapWithItsCode(ProcessPool pool) {
    WorkerCrashedException crash =
        assertThrows(WorkerCrashedException.class, () -> pool.map(Victims::exitWith42, List.of(1)));

    assertEquals(42, crash.exitCode().orElseThrow());
    assertEquals(0, crash.index().orElseThrow());
  }

  @Tag("extended")
  @Test
  void exitWithZeroIsCrashToo(ProcessPool pool) {
    ExecutionException error =
        assertThrows(
            ExecutionException.class,
            () -> pool.submit(() -> System.exit(0)).get(60, TimeUnit.SECONDS));

    assertEquals(
        0,
        assertInstanceOf(WorkerCrashedException.class, error.getCause()).exitCode().orElseThrow());
  }

  @Tag("extended")
  @Test
  void itemsAroundSeveralCrashesComeThrough(ProcessPool pool) {
    List<Integer> items =
        IntStream.range(0, 200).map(x -> x % 50 == 1 ? 3 : 2 * x).boxed().toList();

    List<Outcome<Integer>> outcomes;
    try (Stream<Outcome<Integer>> stream = pool.outcomes(Victims::haltIfOdd, items)) {
      outcomes = stream.toList();
    }

    Set<Long> failed =
        outcomes.stream()
            .filter(o -> !o.isSuccess())
            .map(Outcome::index)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(1L, 51L, 101L, 151L), failed);
    assertEquals(200, outcomes.size());
  }

  @Tag("extended")
  @Test
  void crashRetriesGiveMoreAttempts(ProcessPool pool) {
    WorkerCrashedException crash =
        assertThrows(
            WorkerCrashedException.class,
            () -> pool.map(Victims::haltIfOdd, List.of(9), DEFAULTS.crashRetries(2)));

    assertEquals(3, crash.attempts());
  }

  @Test
  void itemThatSurvivesItsRetryIsResult(ProcessPool pool) {
    List<Integer> attempts =
        pool.map(Victims::haltOnFirstAttempt, List.of(1), DEFAULTS.crashRetries(1));

    assertEquals(List.of(2), attempts);
  }

  @Test
  void idleWorkerThatIsKilledIsReplacedSilently(ProcessPool pool) {
    long victim = pool.map(Victims::pid, List.of(1)).get(0);

    kill(victim);

    await().until(() -> pids(pool).size() == 2 && !pids(pool).contains(victim));
    assertEquals(List.of(1, 2, 3), pool.map(x -> x, List.of(1, 2, 3)));
  }

  @Tag("extended")
  @Test
  void allWorkersMayBeKilledAtOnce(ProcessPool pool) {
    pool.map(x -> x, MANY);
    Set<Long> victims = pids(pool);

    victims.forEach(CrashIT::kill);

    assertEquals(MANY, pool.map(x -> x, MANY));
    await().until(() -> pids(pool).stream().noneMatch(victims::contains));
  }

  @Tag("extended")
  @Test
  void workersKilledAtRandomCostAtMostTheirItems(ProcessPool pool) throws Exception {
    CompletableFuture<List<Outcome<Integer>>> future =
        CompletableFuture.supplyAsync(
            () -> {
              try (Stream<Outcome<Integer>> stream = pool.outcomes(Victims::work, MANY)) {
                return stream.toList();
              }
            });
    List<Long> killed = new ArrayList<>();
    while (killed.size() < 5 && !future.isDone()) {
      // One that is still starting would count as a failed start.
      pool.workers().stream()
          .filter(worker -> worker.state() == WorkerState.BUSY)
          .map(WorkerInfo::pid)
          .filter(pid -> !killed.contains(pid))
          .findFirst()
          .ifPresent(
              pid -> {
                kill(pid);
                killed.add(pid);
              });
    }

    List<Outcome<Integer>> outcomes = future.get(80, TimeUnit.SECONDS);
    assertEquals(MANY.size(), outcomes.size());
    assertTrue(outcomes.stream().filter(o -> !o.isSuccess()).count() <= killed.size());
    outcomes.stream()
        .filter(Outcome::isSuccess)
        .forEach(o -> assertEquals(o.index(), (long) o.get()));
  }

  @Test
  void stackOverflowIsTheTasksFailureAndRetiresTheWorker(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(
            TaskFailedException.class, () -> pool.map(Victims::overflowTheStack, List.of(1)));

    assertInstanceOf(StackOverflowError.class, error.getCause());
    await().until(() -> pids(pool).size() == 2 && !pids(pool).contains(error.pid()));
    assertEquals(List.of(2), pool.map(x -> x, List.of(2)));
  }

  @Test
  void outOfMemoryIsTheTasksFailureAndRetiresTheWorker() {
    try (ProcessPool pool = ProcessPool.builder().workers(2).maxHeap("48m").build()) {
      List<Outcome<Integer>> outcomes;
      try (Stream<Outcome<Integer>> stream =
          pool.outcomes(Victims::fillTheHeapAtFive, IntStream.range(0, 20).boxed().toList())) {
        outcomes = stream.toList();
      }

      TaskFailedException error = assertThrows(TaskFailedException.class, outcomes.get(5)::get);
      assertInstanceOf(OutOfMemoryError.class, error.getCause());
      assertEquals(19, outcomes.stream().filter(Outcome::isSuccess).count());
      await().until(() -> pids(pool).size() == 2 && !pids(pool).contains(error.pid()));
      assertNotEquals(error.pid(), pool.map(Victims::pid, List.of(1)).get(0));
    }
  }

  private static Set<Long> pids(ProcessPool pool) {
    return pool.workers().stream()
        .map(WorkerInfo::pid)
        .filter(pid -> pid != 0)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }
}
