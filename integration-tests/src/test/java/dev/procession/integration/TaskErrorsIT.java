package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.SerializationException.Leg;
import dev.procession.TaskFailedException;
import dev.procession.WorkerCrashedException;
import dev.procession.task.StandInException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes back when a task throws, and when something cannot travel. */
@ExtendWith(SharedPool.class)
final class TaskErrorsIT {

  @Test
  void exceptionArrivesWithItsOwnTypeDataAndCause(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::refuse, List.of(17)));

    Victims.Refused refused = assertInstanceOf(Victims.Refused.class, error.getCause());
    assertEquals("refused with 17", refused.getMessage());
    assertEquals(17, refused.code());
    assertEquals("the disk", assertInstanceOf(IOException.class, refused.getCause()).getMessage());
    assertEquals(0, error.index().orElseThrow());
  }

  @Test
  void exceptionHasTheStackTraceOfTheWorker(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::refuse, List.of(17)));

    StackTraceElement top = error.getCause().getStackTrace()[0];
    assertEquals(Victims.class.getName(), top.getClassName());
    assertEquals("refuse", top.getMethodName());
    assertTrue(top.getLineNumber() > 0);
    assertTrue(
        Arrays.stream(error.getCause().getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith("dev.procession.worker.")));
  }

  @Test
  void messageSaysWhichItemAndWorkerAndWhat(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(
            TaskFailedException.class, () -> pool.map(Victims::failOnSeven, List.of(1, 7)));

    assertTrue(error.getMessage().contains("no sevens"), error.getMessage());
    assertTrue(error.getMessage().contains("tem 2 failed"), error.getMessage());
    assertTrue(error.getMessage().contains(Long.toString(error.pid())), error.getMessage());
  }

  @Test
  void exceptionOfJdkArrives(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::divide, List.of(0)));

    assertEquals(
        "/ by zero", assertInstanceOf(ArithmeticException.class, error.getCause()).getMessage());
  }

  @Test
  void exceptionWithOddConstructorArrives(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::throwOdd, List.of(1)));

    assertEquals("odd+one", assertInstanceOf(Victims.Odd.class, error.getCause()).getMessage());
  }

  @Test
  void exceptionThatCannotTravelArrivesAsItsLikeness(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(
            TaskFailedException.class, () -> pool.map(Victims::throwUnserializable, List.of(3)));

    StandInException likeness = assertInstanceOf(StandInException.class, error.getCause());
    assertEquals(Victims.Unserializable.class.getName(), likeness.originalClassName());
    assertEquals("holds 3", likeness.getMessage());
    assertEquals("throwUnserializable", likeness.getStackTrace()[0].getMethodName());
  }

  @Test
  void errorThrownByTaskArrives(ProcessPool pool) {
    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::throwError, List.of(3)));

    assertInstanceOf(AssertionError.class, error.getCause());
  }

  @Test
  void outcomesGoOnAfterFailures(ProcessPool pool) {
    List<Integer> items = IntStream.range(0, 100).map(x -> x % 10 == 7 ? 7 : 1).boxed().toList();

    try (Stream<Outcome<Integer>> outcomes =
        pool.outcomes(Victims::failOnSeven, items, MapOptions.defaults().chunkSize(11))) {
      assertEquals(
          items.stream().map(x -> x == 1).toList(), outcomes.map(Outcome::isSuccess).toList());
    }
  }

  @Test
  void streamGivesTheResultsBeforeTheFailure(ProcessPool pool) {
    try (Stream<Integer> results = pool.stream(Victims::failOnSeven, List.of(1, 2, 7, 4))) {
      var iterator = results.iterator();
      assertEquals(1, iterator.next());
      assertEquals(2, iterator.next());

      TaskFailedException error = assertThrows(TaskFailedException.class, iterator::hasNext);
      assertEquals(2, error.index().orElseThrow());
    }
  }

  @Test
  void resultsThatCannotTravelCostNoWorker() {
    List<Integer> items = IntStream.range(0, 20).boxed().toList();
    try (ProcessPool pool = ProcessPool.create(1)) {
      long before = pool.map(Victims::pid, List.of(1)).get(0);
      try (Stream<Outcome<Object>> outcomes = pool.outcomes(Untravelling::returnThread, items)) {
        outcomes.forEach(TaskErrorsIT::assertResultNotEncoded);
      }

      assertEquals(before, pool.map(Victims::pid, List.of(1)).get(0));
      assertEquals(0, pool.stats().workersLost());
    }
  }

  private static void assertResultNotEncoded(Outcome<Object> outcome) {
    SerializationException error = assertThrows(SerializationException.class, outcome::get);
    assertEquals(Leg.ENCODING_RESULT, error.leg());
    assertEquals(outcome.index(), error.index().orElseThrow());
    assertTrue(error.getMessage().contains("java.lang.Thread"), error.getMessage());
  }

  @Test
  void itemThatCannotBeEncodedFailsAlone(ProcessPool pool) {
    List<Object> items = List.of("a", new Untravelling.CannotBeWritten(), "c");

    try (Stream<Outcome<String>> stream = pool.outcomes(Object::toString, items)) {
      List<Outcome<String>> outcomes = stream.toList();

      assertEquals("a", outcomes.get(0).get());
      SerializationException error =
          assertThrows(SerializationException.class, outcomes.get(1)::get);
      assertEquals(Leg.ENCODING_TASK, error.leg());
      assertEquals(1, error.index().orElseThrow());
      assertEquals("c", outcomes.get(2).get());
    }
  }

  @Test
  void itemThatCannotBeDecodedFailsAlone(ProcessPool pool) {
    List<Object> items = List.of("a", new Untravelling.CannotBeReadInWorker(), "c");

    try (Stream<Outcome<String>> stream = pool.outcomes(Object::toString, items)) {
      List<Outcome<String>> outcomes = stream.toList();

      assertEquals("a", outcomes.get(0).get());
      assertEquals(
          Leg.DECODING_TASK,
          assertThrows(SerializationException.class, outcomes.get(1)::get).leg());
      assertEquals("c", outcomes.get(2).get());
    }
  }

  @Test
  void resultThatCannotBeDecodedFailsAlone(ProcessPool pool) {
    try (Stream<Outcome<Object>> stream =
        pool.outcomes(Untravelling::unreadableIfTwo, List.of(1, 2, 3))) {
      List<Outcome<Object>> outcomes = stream.toList();

      assertEquals(1, outcomes.get(0).get());
      assertEquals(
          Leg.DECODING_RESULT,
          assertThrows(SerializationException.class, outcomes.get(1)::get).leg());
      assertEquals(3, outcomes.get(2).get());
    }
  }

  @Test
  void itemWhoseDecodingHaltsTheWorkerIsCrash(ProcessPool pool) {
    List<Object> items = List.of("a", new Untravelling.HaltsWhenRead(), "c");

    try (Stream<Outcome<String>> stream = pool.outcomes(Object::toString, items)) {
      List<Outcome<String>> outcomes = stream.toList();

      assertEquals("a", outcomes.get(0).get());
      assertEquals(
          9,
          assertThrows(WorkerCrashedException.class, outcomes.get(1)::get)
              .exitCode()
              .orElseThrow());
      assertEquals("c", outcomes.get(2).get());
    }
  }

  @Test
  void functionThatCannotTravelIsRefusedAtOnce(ProcessPool pool) {
    Thread notSerializable = new Thread("captured");

    SerializationException error =
        assertThrows(
            SerializationException.class,
            () -> pool.map(x -> notSerializable.getName() + x, List.of(1)));

    assertEquals(Leg.ENCODING_TASK, error.leg());
    assertTrue(error.getMessage().contains("java.lang.Thread"), error.getMessage());
  }

  @Test
  void messageBeyondTheLimitIsRefusedByNumber() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).maxMessageSize("64k").build()) {
      SerializationException item =
          assertThrows(
              SerializationException.class, () -> pool.map(b -> 1, List.of(new byte[1 << 20])));
      assertEquals(Leg.ENCODING_TASK, item.leg());
      assertTrue(
          item.getMessage().contains("65536") || item.getMessage().contains("64"),
          item.getMessage());

      SerializationException result =
          assertThrows(
              SerializationException.class, () -> pool.map(Victims::pattern, List.of(1 << 20)));
      assertEquals(Leg.ENCODING_RESULT, result.leg());
      assertEquals(10, pool.map(Victims::pattern, List.of(10)).get(0).length);
    }
  }
}
