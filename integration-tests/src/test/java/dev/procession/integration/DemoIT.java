package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.Outcome;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.cli.demo.CrashLesson;
import dev.procession.cli.demo.IsolationLesson;
import dev.procession.cli.demo.IsolationLesson.Count;
import dev.procession.cli.demo.OrderLesson;
import dev.procession.cli.demo.SquaresLesson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
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

  private static TreeMap<Long, Integer> highestOfEach(List<Count> counts) {
    TreeMap<Long, Integer> highest = new TreeMap<>();
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
}
