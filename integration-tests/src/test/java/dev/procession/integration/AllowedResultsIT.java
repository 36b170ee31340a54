package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.SerializationException.Leg;
import dev.procession.TaskFailedException;
import dev.procession.task.StandInException;
import dev.procession.task.WorkerContext;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Results restricted to listed classes, with real workers. */
final class AllowedResultsIT {
  private static final String LISTED = AllowedResultsIT.class.getName() + "$Listed";

  record Listed(String name, List<Object> more) {}

  enum Colour {
    RED
  }

  /** Says whether its class was initialized in this process. */
  static boolean initialized;

  static final class Unlisted implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
      initialized = true;
    }
  }

  static final class UnlistedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static {
      initialized = true;
    }

    UnlistedException(String message) {
      super(message);
    }
  }

  private static ProcessPool pool(String... patterns) {
    return ProcessPool.builder().workers(1).allowedResults(patterns).build();
  }

  private static Object make(int kind) {
    return switch (kind) {
      case 0 -> new Listed("a", List.of(1, "b"));
      case 1 -> new ArrayList<>(List.of(Map.of("k", Instant.EPOCH), new BigDecimal("1.5")));
      case 2 -> new int[][] {{1}, {2, 3}};
      case 3 -> new Listed[] {new Listed("in an array", List.of())};
      case 4 -> new Listed("b", List.of("x", new Unlisted()));
      case 5 -> Colour.RED;
      default -> throw new UnlistedException("number " + kind);
    };
  }

  @Test
  void listedClassesAndTheJdksValuesArrive() {
    try (ProcessPool pool = pool(LISTED)) {
      List<Object> results = pool.map(AllowedResultsIT::make, List.of(0, 1, 2, 3));

      assertEquals(make(0), results.get(0));
      assertEquals(make(1), results.get(1));
      assertEquals(3, assertInstanceOf(int[][].class, results.get(2))[1][1]);
      assertEquals("in an array", assertInstanceOf(Listed[].class, results.get(3))[0].name());
    }
  }

  @Test
  void otherClassesAreRefusedByNameAndPathAndNotInitialized() {
    try (ProcessPool pool = pool(LISTED);
        Stream<Outcome<Object>> stream =
            pool.outcomes(
                AllowedResultsIT::make, List.of(4, 0, 5, 1), MapOptions.defaults().chunkSize(4))) {
      List<Outcome<Object>> outcomes = stream.toList();

      SerializationException error =
          assertThrows(SerializationException.class, outcomes.get(0)::get);
      assertEquals(Leg.DECODING_RESULT, error.leg());
      assertEquals(Unlisted.class.getName(), error.className().orElseThrow());
      String path = error.fieldPath().orElseThrow();
      assertTrue(path.endsWith(".more[1]"), path);
      String advice = "allowedResults(\"" + Unlisted.class.getName() + "\")";
      assertTrue(error.getMessage().contains(advice), error.getMessage());
      assertThrows(SerializationException.class, outcomes.get(2)::get);
      assertTrue(outcomes.get(1).isSuccess() && outcomes.get(3).isSuccess());
      assertEquals(0, pool.stats().workersLost());
      assertFalse(initialized);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void exceptionsOfOtherClassesArriveAsTheirLikeness() {
    try (ProcessPool pool = pool()) {
      TaskFailedException error =
          assertThrows(
              TaskFailedException.class, () -> pool.map(AllowedResultsIT::make, List.of(9)));

      StandInException likeness = assertInstanceOf(StandInException.class, error.getCause());
      assertEquals(UnlistedException.class.getName(), likeness.originalClassName());
      assertEquals("number 9", likeness.getMessage());
      assertEquals("make", likeness.getStackTrace()[0].getMethodName());
      assertFalse(initialized);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void exceptionsOfTheJdkArriveThemselves() {
    try (ProcessPool pool = pool()) {
      TaskFailedException error =
          assertThrows(TaskFailedException.class, () -> pool.map(Victims::divide, List.of(0)));

      assertInstanceOf(ArithmeticException.class, error.getCause());
    }
  }

  @Tag("extended")
  @Test
  void packagesMayBeListed() {
    try (ProcessPool pool = pool(AllowedResultsIT.class.getPackageName() + ".*")) {
      assertEquals(List.of(Colour.RED), pool.map(AllowedResultsIT::make, List.of(5)));
    }
  }

  @Tag("extended")
  @Test
  void itemsAndBroadcastsMayHaveAnyClass() {
    try (ProcessPool pool = pool()) {
      var table = pool.broadcast(new Listed("in a broadcast", List.of()));
      Listed item = new Listed("as an item", List.of());

      List<String> names =
          pool.map(
              i -> WorkerContext.isWorker() ? i.name() + ", " + table.value().name() : "",
              List.of(item));

      assertEquals(List.of("as an item, in a broadcast"), names);
    }
  }
}
