package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.protocol.codec.Kinds;
import dev.procession.task.Broadcast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of value goes to real workers and back: as item and result, captured, broadcast, in
 * exceptions.
 */
final class ZooIT {
  private static final int FEWEST = 150;
  private static final MapOptions IN_CHUNKS = MapOptions.defaults().chunkSize(7);

  private static Kinds kinds;
  private static List<Object> values;

  /** Which JDK the workers have. */
  enum Workers {
    OWN_JDK,
    OTHER_JDK;

    ProcessPool pool() {
      return ZooIT.pool(this == OWN_JDK ? Jvm.ownHome() : Needs.otherJdk());
    }
  }

  private static ProcessPool pool(Path home) {
    return ProcessPool.builder().workers(2).javaHome(home).build();
  }

  @BeforeAll
  static void gather() throws Exception {
    kinds = new Kinds();
    values = kinds.values();
  }

  @Test
  void zooIsLarge() {
    System.out.println("Kinds of value that cross to a worker and back: " + values.size());

    assertTrue(values.size() >= FEWEST, values.size() + " kinds");
  }

  @Test
  void itemsAndResultsArrive() throws Exception {
    assertItemsAndResultsArrive(Jvm.ownHome());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void itemsAndResultsArriveAtWorkersOfTheOtherJdk() throws Exception {
    assertItemsAndResultsArrive(Needs.otherJdk());
  }

  private static void assertItemsAndResultsArrive(Path home) throws Exception {
    try (ProcessPool pool = pool(home)) {
      List<Object> arrived = pool.map(value -> value, values, IN_CHUNKS);

      assertArrived(arrived);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @EnumSource
  void whatTasksCaptureArrives(Workers workers) throws Exception {
    try (ProcessPool pool = workers.pool()) {
      Kinds.onDeepStack(
          () -> {
            List<Future<Object>> futures = new ArrayList<>();
            for (Object value : values) {
              futures.add(pool.submit(() -> value));
            }
            List<Object> arrived = new ArrayList<>();
            for (Future<Object> future : futures) {
              arrived.add(future.get());
            }
            assertArrived(arrived);
          });
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @EnumSource
  void broadcastValuesArrive(Workers workers) throws Exception {
    try (ProcessPool pool = workers.pool()) {
      List<Broadcast<Object>> broadcasts = new ArrayList<>();
      Kinds.onDeepStack(() -> values.forEach(value -> broadcasts.add(pool.broadcast(value))));

      List<Object> arrived = pool.map(Broadcast::value, broadcasts, IN_CHUNKS);

      assertArrived(arrived);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @ParameterizedTest
  @EnumSource
  void whatIsInExceptionsArrives(Workers workers) throws Exception {
    try (ProcessPool pool = workers.pool();
        Stream<Outcome<Object>> outcomes = pool.outcomes(ZooIT::throwWith, values, IN_CHUNKS)) {
      List<Object> arrived =
          outcomes
              .map(outcome -> ((Outcome.Failure<Object>) outcome).error())
              .map(error -> Kinds.detailOf(((TaskFailedException) error).getCause()))
              .toList();

      assertArrived(arrived);
    }
  }

  private static Object throwWith(Object value) throws Exception {
    throw Kinds.thrownWith(value);
  }

  private static void assertArrived(List<?> arrived) throws Exception {
    Kinds.onDeepStack(() -> assertEquals(List.of(), kinds.spoiled(arrived)));
  }
}
