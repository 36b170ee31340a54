package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.Outcome;
import dev.procession.TaskFailedException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.cli.demo.ChunksLesson;
import dev.procession.cli.demo.CrashLesson;
import dev.procession.cli.demo.DeadlockLesson;
import dev.procession.cli.demo.IsolationLesson;
import dev.procession.cli.demo.IsolationLesson.Count;
import dev.procession.cli.demo.MemoryLesson;
import dev.procession.cli.demo.OrderLesson;
import dev.procession.cli.demo.QueueLesson;
import dev.procession.cli.demo.RaceLesson;
import dev.procession.cli.demo.RunawayLesson;
import dev.procession.cli.demo.SquaresLesson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the lessons of {@code procession demo} claim is what happens, with real workers. */
final class DemoIT {
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final List<String> said = new ArrayList<>();

  @AfterEach
  void everyLineFits() {
    assertFalse(said.isEmpty());
    said.forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void squaresComeFromOtherProcessesInOrder() throws InterruptedException {
    SquaresLesson.Seen seen = new SquaresLesson().run(said::add);

    assertEquals(
        List.of(1, 4, 9, 16, 25, 36),
        seen.squares().stream().map(SquaresLesson.Square::square).toList());
    assertEquals(OWN_PID, seen.ownPid());
    assertTrue(
        seen.squares().stream().noneMatch(square -> square.pid() == OWN_PID), said::toString);
  }

  @Test
  void threadsCountHereAndProcessesDoNot() throws InterruptedException {
    IsolationLesson.Seen seen = new IsolationLesson().run(said::add);

    assertEquals(IsolationLesson.TASKS, seen.afterThreads());
    assertEquals(0, seen.afterProcesses());
    assertEquals(Set.of(OWN_PID), pids(seen.threads()));
    assertFalse(pids(seen.processes()).contains(OWN_PID), said::toString);
    Collection<Integer> ends = highestOfEach(seen.processes()).values();
    assertEquals(IsolationLesson.TASKS, ends.stream().mapToInt(end -> end).sum(), said::toString);
  }

  private static Set<Long> pids(List<Count> counts) {
    return counts.stream().map(Count::pid).collect(Collectors.toSet());
  }

  private static Map<Long, Integer> highestOfEach(List<Count> counts) {
    Map<Long, Integer> highest = new TreeMap<>();
    counts.forEach(count -> highest.merge(count.pid(), count.counter(), Math::max));
    return highest;
  }

  @Test
  void resultsAreInInputOrderAlthoughTheFirstItemEndsLater() throws InterruptedException {
    OrderLesson.Seen seen = new OrderLesson().run(said::add);

    assertEquals(seen.items(), seen.results().stream().map(OrderLesson.Span::item).toList());
    assertNotEquals(seen.items(), seen.ended());
    assertNotEquals(seen.items().get(0), seen.ended().get(0));
  }

  @Test
  void killedWorkerLosesItsItemOnlyAndIsReplaced() throws InterruptedException {
    CrashLesson.Seen seen = new CrashLesson().run(said::add);

    int lost = CrashLesson.DOOMED - 1;
    for (Outcome<Integer> outcome : seen.outcomes()) {
      int number = (int) outcome.index() + 1;
      assertEquals(outcome.index() != lost, outcome.isSuccess(), said::toString);
      assertTrue(!outcome.isSuccess() || outcome.get() == number * number, said::toString);
    }
    assertEquals(
        IntStream.range(0, 6).boxed().toList(),
        seen.outcomes().stream().map(outcome -> (int) outcome.index()).toList());
    WorkerCrashedException crash = crashOf(seen.outcomes().get(lost));
    assertEquals("SIGKILL", crash.signal().orElseThrow());
    WorkerInfo victim = seen.before().get(seen.replacement().id());
    assertEquals(victim.pid(), crash.pid());
    assertNotEquals(victim.pid(), seen.replacement().pid());
  }

  private static WorkerCrashedException crashOf(Outcome<Integer> outcome) {
    return (WorkerCrashedException) ((Outcome.Failure<Integer>) outcome).error();
  }

  @Tag("extended")
  @Test
  void loopRunsOnInAThreadAndEndsWithItsProcess() throws InterruptedException {
    RunawayLesson.Seen seen = new RunawayLesson().run(said::add);

    assertTrue(seen.threadRunsOn());
    assertFalse(seen.processRunsOn());
    assertEquals("NEXT, PLEASE", seen.answer());
    assertNotEquals(OWN_PID, seen.runaway().pid());
    assertFalse(ProcessHandle.of(seen.runaway().pid()).map(ProcessHandle::isAlive).orElse(false));
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("runaway")));
  }

  @Tag("extended")
  @Test
  void fullHeapFailsItsOwnItemOnly() throws InterruptedException {
    MemoryLesson.Seen seen = new MemoryLesson().run(said::add);

    assertEquals(6, seen.outcomes().size());
    for (Outcome<MemoryLesson.Found> outcome : seen.outcomes()) {
      int number = (int) outcome.index() + 1;
      if (number == MemoryLesson.GREEDY) {
        TaskFailedException error = (TaskFailedException) ((Outcome.Failure<?>) outcome).error();
        assertInstanceOf(OutOfMemoryError.class, error.getCause());
        assertEquals(error.workerId(), seen.successor().id());
        assertNotEquals(error.pid(), seen.successor().pid());
      } else {
        assertEquals(number * number, outcome.get().square());
        assertTrue(outcome.get().heapMib() <= 64, said::toString);
        assertNotEquals(OWN_PID, outcome.get().pid());
      }
    }
  }

  /** Whether threads lose any is chance; what they cannot do is count too much. */
  @Test
  void processesLoseNoCountAndThreadsMay() throws InterruptedException {
    RaceLesson.Seen seen = new RaceLesson().run(said::add);

    assertEquals((long) RaceLesson.TASKS * RaceLesson.STEPS, seen.expected());
    assertEquals(seen.expected(), seen.processes());
    assertTrue(seen.threads() <= seen.expected(), seen::toString);
    assertTrue(seen.threads() > 0, seen::toString);
  }

  @Tag("extended")
  @Test
  void oneOfTwoPhilosophersIsToldOfTheCycleAndTheOtherEats() throws InterruptedException {
    DeadlockLesson.Seen seen = new DeadlockLesson().run(said::add);

    assertEquals(1, seen.leftThenRight().stream().filter(DeadlockLesson.End::ate).count());
    String cycle = said.toString();
    assertTrue(cycle.contains("waits for lock 'fork 1', "), cycle);
    assertTrue(cycle.contains("waits for lock 'fork 2', "), cycle);
    assertTrue(cycle.contains("task 'Plato' on worker "), cycle);
    assertTrue(seen.sameOrder().stream().allMatch(DeadlockLesson.End::ate), cycle);
  }

  @Tag("extended")
  @Test
  void makerIsHeldBackByTheQueue() throws InterruptedException {
    List<QueueLesson.Passed> passed = new QueueLesson().run(said::add).passed();

    assertEquals(
        IntStream.rangeClosed(1, QueueLesson.ITEMS).boxed().toList(),
        passed.stream().map(QueueLesson.Passed::item).toList());
    for (QueueLesson.Passed each : passed) {
      assertNotEquals(each.madeBy(), each.usedBy());
      assertNotEquals(OWN_PID, each.usedBy());
    }
    // To be in the queue, the last thing had to wait until the queue and the user had room.
    QueueLesson.Passed last = passed.get(QueueLesson.ITEMS - 1);
    QueueLesson.Passed before = passed.get(QueueLesson.ITEMS - QueueLesson.CAPACITY - 3);
    assertTrue(last.madeMillis() >= before.usedMillis(), said::toString);
  }

  @Tag("extended")
  @Test
  void automaticChunksAreFewerAndLarger() throws InterruptedException {
    ChunksLesson.Seen seen = new ChunksLesson().run(said::add);

    assertEquals(ChunksLesson.ITEMS, seen.oneByOne().answered());
    assertEquals(ChunksLesson.ITEMS, seen.automatic().answered());
    assertTrue(seen.oneByOne().chunks() >= ChunksLesson.ITEMS, seen::toString);
    assertEquals(1, seen.oneByOne().largest());
    assertTrue(seen.automatic().largest() > 1, seen::toString);
    assertTrue(seen.automatic().chunks() < ChunksLesson.ITEMS / 4, seen::toString);
  }
}
