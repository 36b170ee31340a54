package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.integration.Strikers.Deed;
import dev.procession.integration.Strikers.Leg;
import dev.procession.integration.Strikers.Striker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Encoding in, decoding in, encoding out, decoding out; each throws, exits, crashes and hangs: only
 * the item concerned fails, and says why.
 */
final class FourLegsIT {
  private static final int ITEMS = 40;
  private static final int CHUNK = 10;
  private static final int STRUCK = 17;
  private static final int WINDOW = 8;

  /** The other items must stay within it, in a process that is new and on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Duration JUST_NOW = Duration.ofMillis(100);

  @BeforeEach
  void hold() {
    Striker.release = new CountDownLatch(1);
    Striker.hanging = new CountDownLatch(1);
  }

  @AfterEach
  void release() {
    Striker.release.countDown();
  }

  /** Each leg once, and each deed. */
  static Stream<Arguments> eachOnce() {
    return all().filter(FourLegsIT::isAmongTheFirst);
  }

  static Stream<Arguments> allOthers() {
    return all().filter(arguments -> !isAmongTheFirst(arguments));
  }

  private static boolean isAmongTheFirst(Arguments arguments) {
    Object[] legAndDeed = arguments.get();
    return legAndDeed[0] == Leg.DECODE_IN || legAndDeed[1] == Deed.THROW;
  }

  /** What happens to this program on its own legs is in the other tests. */
  private static Stream<Arguments> all() {
    return Arrays.stream(Leg.values())
        .flatMap(
            leg ->
                Arrays.stream(Deed.values())
                    .filter(deed -> leg.isAWorkers() || deed == Deed.THROW)
                    .map(deed -> Arguments.of(leg, deed)));
  }

  @ParameterizedTest
  @MethodSource("eachOnce")
  void onlyTheItemConcernedFails(Leg leg, Deed deed) {
    assertFailsAlone(leg, deed);
  }

  @Tag("extended")
  @ParameterizedTest
  @MethodSource("allOthers")
  void onlyTheItemConcernedFailsOnEachLeg(Leg leg, Deed deed) {
    assertFailsAlone(leg, deed);
  }

  private static void assertFailsAlone(Leg leg, Deed deed) {
    MapOptions options = MapOptions.defaults().chunkSize(CHUNK);
    if (deed == Deed.HANG) {
      options = options.taskTimeout(TIMEOUT);
    }
    List<Object> items = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
    items.set(STRUCK, Strikers.item(leg, deed));
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<Outcome<Object>> outcomes;
      try (Stream<Outcome<Object>> stream = pool.outcomes(Strikers::serve, items, options)) {
        outcomes = stream.toList();
      }

      for (int i = 0; i < ITEMS; i++) {
        if (i != STRUCK) {
          assertEquals(i, outcomes.get(i).get());
        }
      }
      assertFailed(outcomes.get(STRUCK), leg, deed);
      assertGoesOn(pool);
      assertEquals(deed == Deed.THROW ? 0 : 1, pool.stats().workersLost());
    }
  }

  private static void assertFailed(Outcome<Object> outcome, Leg leg, Deed deed) {
    switch (deed) {
      case THROW -> {
        SerializationException error = assertThrows(SerializationException.class, outcome::get);
        assertEquals(leg.inErrors, error.leg());
        assertEquals(STRUCK, error.index().orElseThrow());
        assertTrue(error.getMessage().contains(Strikers.WORDS), error.getMessage());
        if (leg.isEncoding()) {
          assertEquals(Optional.of(Striker.class.getName()), error.className());
        }
      }
      case HANG -> {
        TaskTimeoutException error = assertThrows(TaskTimeoutException.class, outcome::get);
        assertEquals(STRUCK, error.index().orElseThrow());
      }
      default -> {
        WorkerCrashedException error = assertThrows(WorkerCrashedException.class, outcome::get);
        assertEquals(STRUCK, error.index().orElseThrow());
        if (deed == Deed.KILL) {
          assertEquals(Optional.of("SIGKILL"), error.signal());
        } else {
          assertEquals(Strikers.EXIT_CODE, error.exitCode().orElseThrow());
        }
      }
    }
  }

  /** Nothing was left in encoders, and no place in a window was lost. */
  private static void assertGoesOn(ProcessPool pool) {
    List<Object> shared = List.of("shared", 1);
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < 20 * WINDOW; i++) {
      items.add(new ArrayList<>(List.of(shared, shared, Map.of("key", i))));
    }

    assertEquals(
        items, pool.map(Strikers::serve, items, MapOptions.defaults().window(WINDOW).chunkSize(3)));
    assertEquals(7, pool.submit(() -> 7).join());
    // What was stopped holds its worker until that has been killed.
    await()
        .untilAsserted(
            () -> {
              assertEquals(0, pool.stats().tasksQueued());
              assertEquals(0, pool.stats().tasksRunning());
            });
  }

  @Test
  void encodingThatHangsHereHoldsUpItsOwnCallerOnly() throws Exception {
    Striker striker = new Striker(Leg.ENCODE_IN, Deed.HANG);
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<String> submitted = new CompletableFuture<>();
      Thread caller =
          new Thread(() -> submitted.complete(pool.submit(() -> striker.leg() + " came").join()));
      caller.start();
      Striker.hanging.await();

      assertGoesOn(pool);

      assertFalse(submitted.isDone());
      Striker.release.countDown();
      assertEquals("ENCODE_IN came", submitted.get(60, TimeUnit.SECONDS));
    }
  }

  @Tag("extended")
  @Test
  void mapWhoseEncodingHangsHereCanBeCancelled() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      CompletableFuture<List<Object>> results =
          pool.mapAsync(Strikers::serve, List.of(1, new Striker(Leg.ENCODE_IN, Deed.HANG), 2));
      Striker.hanging.await();

      assertTrue(results.cancel(true));

      assertGoesOn(pool);
      Striker.release.countDown();
    }
  }

  @Tag("extended")
  @Test
  void decodingThatHangsHereEndsWhenItsTaskIsCancelled() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).shutdownGrace(Duration.ofMillis(200)).build()) {
      CompletableFuture<Object> result = pool.submit(() -> new Striker(Leg.DECODE_OUT, Deed.HANG));
      Striker.hanging.await();

      assertTrue(result.cancel(true));

      assertGoesOn(pool);
      assertEquals(1, pool.stats().workersLost());
    }
  }

  @Tag("extended")
  @Test
  void decodingThatHangsHereHoldsUpNoOtherWorker() throws Exception {
    try (ProcessPool pool = ProcessPool.create(2)) {
      CompletableFuture<Object> result = pool.submit(() -> new Striker(Leg.DECODE_OUT, Deed.HANG));
      Striker.hanging.await();
      // A worker that answered a moment ago may be given what it cannot begin.
      await().pollDelay(JUST_NOW).until(() -> true);

      List<Integer> items = IntStream.range(0, 20 * WINDOW).boxed().toList();
      assertEquals(items, pool.map(x -> x, items, MapOptions.defaults().window(WINDOW)));

      assertFalse(result.isDone());
      Striker.release.countDown();
      assertTrue(result.get(60, TimeUnit.SECONDS) instanceof Striker);
    }
  }

  /** Ends itself while it encodes or decodes: that is its own affair, but no worker stays. */
  static final class EndsItself {
    public static void main(String[] arguments) {
      Object item = Strikers.item(Leg.valueOf(arguments[0]), Deed.EXIT);
      ProcessPool pool = ProcessPool.create(1);
      System.out.println(pool.map(x -> ProcessHandle.current().pid(), List.of(1)).get(0));
      pool.map(Strikers::serve, List.of(item));
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource(names = {"ENCODE_IN", "DECODE_OUT"})
  void programThatExitsOnItsOwnLegLeavesNoWorker(Leg leg, @TempDir Path folder) {
    try (Jvm program = Jvm.startMain(EndsItself.class, leg.name())) {
      long worker = Long.parseLong(program.end().expect(Strikers.EXIT_CODE).lines().get(0));

      await().until(() -> ProcessHandle.of(worker).filter(ProcessHandle::isAlive).isEmpty());
    }
  }
}
