package dev.procession.integration;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.integration.Perils.Peril;
import dev.procession.task.SerializableFunction;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that die, or hang, while something is on its way to them or from them. */
@ExtendWith(SharedPool.class)
final class DeathInTransitIT {
  private static final int TEN_MEGABYTES = 10_000_000;
  private static final MapOptions ONE_BY_ONE = MapOptions.defaults().chunkSize(1);

  private static final MapOptions LIMITED =
      MapOptions.defaults().taskTimeout(Duration.ofSeconds(2));

  @Tag("extended")
  @Test
  void largeItemsOnTheirWayToWorkersThatAreKilledComeThrough(ProcessPool pool) throws Exception {
    List<Long> pids = readyPids(pool);
    // Stopped workers read nothing, so the pipes fill up.
    pids.forEach(pid -> Perils.signal("STOP", pid));
    CompletableFuture<List<Integer>> lengths =
        pool.mapAsync(
            bytes -> bytes.length, Collections.nCopies(10, new byte[TEN_MEGABYTES]), ONE_BY_ONE);
    await().until(() -> workersIn(pool, WorkerState.BUSY) == 2);

    pids.forEach(pid -> Perils.signal("KILL", pid));

    assertEquals(Collections.nCopies(10, TEN_MEGABYTES), lengths.get(60, TimeUnit.SECONDS));
  }

  @Test
  void itemThatHasEndedIsNotRunAgainWhenTheNextKillsTheWorker(@TempDir Path folder)
      throws Exception {
    String log = folder.resolve("done").toString();
    SerializableFunction<Integer, Integer> work =
        x -> {
          if (x % 2 == 1) {
            Runtime.getRuntime().halt(3);
          }
          Thread.sleep(3);
          Files.writeString(Path.of(log), x + "\n", CREATE, APPEND);
          return x;
        };
    List<Integer> items = IntStream.range(0, 8).boxed().toList();
    try (ProcessPool pool = ProcessPool.create(1);
        Stream<Outcome<Integer>> outcomes =
            pool.outcomes(work, items, MapOptions.defaults().chunkSize(8))) {
      assertEquals(
          items.stream().map(x -> x % 2 == 0).toList(), outcomes.map(Outcome::isSuccess).toList());
    }

    assertEquals(List.of("0", "2", "4", "6"), Files.readAllLines(folder.resolve("done")));
  }

  @Test
  void deathInTheMiddleOfLongResultIsThatItemsCrash(ProcessPool pool) {
    Optional<WorkerCrashedException> struck = Optional.empty();
    while (struck.isEmpty()) {
      // On a busy machine, the thread that strikes may get no time while the result is written.
      struck = crashOf(pool, Perils::haltAmongTheBytesOfTheResult, 4 * TEN_MEGABYTES);
    }

    WorkerCrashedException crash = struck.get();
    assertEquals(Perils.EXIT_CODE, crash.exitCode().orElseThrow());
    assertEquals(0, crash.index().orElseThrow());
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
  }

  private static <T> Optional<WorkerCrashedException> crashOf(
      ProcessPool pool, SerializableFunction<T, ?> f, T item) {
    try {
      pool.map(f, List.of(item));
      return Optional.empty();
    } catch (WorkerCrashedException e) {
      return Optional.of(e);
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource(Peril.class)
  void itemThatStrikesWhileItIsReadFailsAlone(Peril peril, ProcessPool pool) {
    List<Serializable> items = List.of("a", new Perils.StrikesInReadObject(peril), "c");

    assertOnlyTheMiddleFails(pool, item -> "harmless", items, peril);
  }

  @Test
  void itemThatStrikesWhenItIsReplacedFailsAlone(ProcessPool pool) {
    List<Serializable> items = List.of("a", new Perils.StrikesInReadResolve(Peril.HALT), "c");

    assertOnlyTheMiddleFails(pool, item -> "harmless", items, Peril.HALT);
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource(Peril.class)
  void resultThatStrikesWhileItIsWrittenFailsAlone(Peril peril, ProcessPool pool) {
    assertOnlyTheMiddleFails(pool, Perils::returnStriker, List.of("", peril.name(), ""), peril);
  }

  @Test
  void exceptionThatStrikesWhenItIsToldFailsAlone(ProcessPool pool) {
    assertOnlyTheMiddleFails(pool, Perils::throwStriker, List.of("", "HALT", ""), Peril.HALT);
  }

  private static <T> void assertOnlyTheMiddleFails(
      ProcessPool pool, SerializableFunction<T, Object> f, List<T> items, Peril peril) {
    MapOptions options = peril == Peril.HANG ? LIMITED : MapOptions.defaults();
    List<Outcome<Object>> outcomes;
    try (Stream<Outcome<Object>> stream = pool.outcomes(f, items, options.chunkSize(3))) {
      outcomes = stream.toList();
    }

    assertEquals("harmless", outcomes.get(0).get());
    assertEquals("harmless", outcomes.get(2).get());
    RuntimeException error = assertThrows(RuntimeException.class, outcomes.get(1)::get);
    if (peril == Peril.HANG) {
      assertInstanceOf(TaskTimeoutException.class, error);
    } else {
      WorkerCrashedException crash = assertInstanceOf(WorkerCrashedException.class, error);
      assertEquals(peril == Peril.KILL ? Optional.of("SIGKILL") : Optional.empty(), crash.signal());
      assertTrue(peril == Peril.KILL || crash.exitCode().orElseThrow() == Perils.EXIT_CODE);
      assertEquals(1, crash.attempts());
    }
  }

  @Test
  void heirOfTheWorkersStreamsDelaysNeitherReportNorReplacement(
      ProcessPool pool, @TempDir Path folder) throws Exception {
    String file = folder.resolve("heir").toString();

    WorkerCrashedException crash =
        assertThrows(
            WorkerCrashedException.class, () -> pool.map(Perils::haltWithHeir, List.of(file)));

    assertEquals(Perils.EXIT_CODE, crash.exitCode().orElseThrow());
    ProcessHandle heir =
        ProcessHandle.of(Long.parseLong(Files.readString(Path.of(file)))).orElseThrow();
    assertTrue(heir.isAlive());
    await().until(() -> readyPids(pool).stream().noneMatch(pid -> pid == crash.pid()));
    heir.destroyForcibly();
    heir.onExit().join();
  }

  @Tag("extended")
  @Test
  void workersThatKillEachOtherLoseWhatTheyRunAndNothingElse(ProcessPool pool) {
    List<Integer> items = Stream.iterate(0, n -> n + 1).limit(20).toList();

    List<Outcome<Integer>> outcomes;
    try (Stream<Outcome<Integer>> stream =
        pool.outcomes(item -> item % 5 == 0 ? Perils.killSiblings(item) : item, items)) {
      outcomes = stream.toList();
    }

    assertEquals(20, outcomes.size());
    for (Outcome<Integer> outcome : outcomes) {
      if (!outcome.isSuccess()) {
        WorkerCrashedException crash = assertThrows(WorkerCrashedException.class, outcome::get);
        assertEquals(Optional.of("SIGKILL"), crash.signal());
      }
    }
    assertEquals(items, pool.map(x -> x, items));
  }

  @Tag("extended")
  @Test
  void busyWorkersKilledAtOnceLoseOneItemEach(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<List<Outcome<Integer>>> running =
        CompletableFuture.supplyAsync(
            () -> {
              try (Stream<Outcome<Integer>> stream =
                  pool.outcomes(gate::announceAndPass, List.of(0, 1, 2, 3), ONE_BY_ONE)) {
                return stream.toList();
              }
            });
    gate.awaitAnnounced(2);

    pool.workers().forEach(worker -> Perils.signal("KILL", worker.pid()));

    gate.awaitAnnounced(4);
    gate.open();
    List<Outcome<Integer>> outcomes = running.get(60, TimeUnit.SECONDS);
    List<Outcome<Integer>> lost = outcomes.stream().filter(o -> !o.isSuccess()).toList();
    assertEquals(2, lost.size());
    lost.forEach(outcome -> assertThrows(WorkerCrashedException.class, outcome::get));
  }

  private static List<Long> readyPids(ProcessPool pool) {
    await().until(() -> workersIn(pool, WorkerState.IDLE) == 2);
    return pool.workers().stream().map(WorkerInfo::pid).toList();
  }

  private static long workersIn(ProcessPool pool, WorkerState state) {
    return pool.workers().stream().filter(worker -> worker.state() == state).count();
  }
}
