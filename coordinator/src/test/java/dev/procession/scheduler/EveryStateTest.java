package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.timed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state meets every event, and the pool still comes to its end. */
class EveryStateTest {
  private static final WorkerKey FIRST = key(0, 1);
  private static final WorkerKey SECOND = key(0, 2);
  private static final SimulatedBatch BATCH = new SimulatedBatch(1, 6, 10);

  private static final Map<String, Consumer<ScriptedPool>> STATES = states();

  /** How to bring worker 0, or the pool, into a state, by name. */
  private static Map<String, Consumer<ScriptedPool>> states() {
    Map<String, Consumer<ScriptedPool>> states = new LinkedHashMap<>();
    states.put("created", pool -> {});
    states.put("starting", pool -> pool.say(new Event.PoolOpened()));
    states.put(
        "waiting to start again", after("starting", new Event.WorkerExited(FIRST, none(), "x")));
    states.put("idle", after("starting", new Event.WorkerReady(FIRST)));
    states.put(
        "busy",
        pool -> {
          state("idle").accept(pool);
          pool.say(new Event.JobOpened(1, timed(2, 1_000 * MS)));
          pool.say(new Event.BatchOffered(BATCH));
        });
    states.put("seen", after("busy", new Event.WorkerSeen(FIRST, running(0))));
    states.put("timed out", after("seen", null));
    states.put("revoked", after("busy", new Event.JobCancelled(1)));
    states.put("retiring", after("busy", new Event.WorkerRetiring(FIRST, "full")));
    states.put("retiring beside a successor", after("retiring", new Event.WorkerReady(SECOND)));
    states.put(
        "retiring after the successor's failure",
        after("retiring", new Event.WorkerExited(SECOND, none(), "x")));
    states.put(
        "retiring and killed beside a successor",
        after("retiring beside a successor", new Event.WorkerMisbehaved(FIRST)));
    states.put(
        "retiring beside a successor that retires",
        after("retiring beside a successor", new Event.WorkerRetiring(SECOND, "full")));
    states.put("retiring and idle", after("idle", new Event.WorkerRetiring(FIRST, "full")));
    states.put("killed", after("busy", new Event.WorkerMisbehaved(FIRST)));
    states.put("killed at start", after("starting", new Event.WorkerMisbehaved(FIRST)));
    states.put("dismissed", after("retiring and idle", new Event.WorkerReady(SECOND)));
    states.put("draining and retiring", after("retiring", new Event.ShutdownRequested()));
    states.put("draining", after("busy", new Event.ShutdownRequested()));
    states.put("draining and empty", after("idle", new Event.ShutdownRequested()));
    states.put("stopping", after("busy", new Event.ShutdownNowRequested()));
    states.put("failed", EveryStateTest::fail);
    states.put("terminated", after("created", new Event.ShutdownRequested()));
    return states;
  }

  private static Consumer<ScriptedPool> state(String name) {
    Consumer<ScriptedPool> state = STATES.get(name);
    if (state == null) {
      throw new AssertionError(name);
    }
    return state;
  }

  private static Consumer<ScriptedPool> after(String state, @Nullable Event event) {
    return pool -> {
      state(state).accept(pool);
      if (event == null) {
        pool.pass(1_000 * MS);
      } else {
        pool.say(event);
      }
    };
  }

  private static void fail(ScriptedPool pool) {
    pool.say(new Event.PoolOpened());
    for (int generation = 1; generation <= 3; generation++) {
      pool.exit(key(0, generation));
      if (generation < 3) {
        pool.pass(1_000 * MS);
      }
    }
  }

  private static Optional<RunningItem> none() {
    return Optional.empty();
  }

  private static Optional<RunningItem> running(int position) {
    return Optional.of(new RunningItem(1, position));
  }

  private static List<Event> events() {
    return List.of(
        new Event.PoolOpened(),
        new Event.JobOpened(2, timed(1, MS)),
        new Event.BatchOffered(new SimulatedBatch(1, 3, 10)),
        new Event.BatchOffered(new SimulatedBatch(99, 3, 10)),
        new Event.PoolResized(1),
        new Event.PoolResized(3),
        new Event.JobSealed(1),
        new Event.JobCancelled(1),
        new Event.ItemCancelled(BATCH, 0),
        new Event.ItemCancelled(BATCH, 5),
        new Event.WorkerSaidHello(FIRST),
        new Event.WorkerReady(FIRST),
        new Event.WorkerAnswered(FIRST, 1, 0, 1, MS, "answers"),
        new Event.WorkerAnswered(FIRST, 1, 1, 1, MS, "answers"),
        new Event.WorkerAnswered(FIRST, 77, 0, 0, -1, "answers"),
        new Event.WorkerReturned(FIRST, 1, 1),
        new Event.WorkerReturned(FIRST, 1, 99),
        new Event.StackTaken(FIRST, 1, 0, "stack"),
        new Event.WorkerRetiring(FIRST, "full"),
        new Event.WorkerSeen(FIRST, running(1)),
        new Event.WorkerSeen(FIRST, none()),
        new Event.WorkerWaits(FIRST, true),
        new Event.WorkerWaits(FIRST, false),
        new Event.WorkerMisbehaved(FIRST),
        new Event.WorkerSaidHello(SECOND),
        new Event.WorkerReady(SECOND),
        new Event.WorkerRetiring(SECOND, "full"),
        new Event.WorkerMisbehaved(SECOND),
        new Event.WorkerExited(SECOND, none(), "x"),
        new Event.WorkerExited(FIRST, running(0), "x"),
        new Event.WorkerExited(FIRST, none(), "x"),
        new Event.WorkerExited(key(5, 1), none(), "x"),
        new Event.WorkerExited(FIRST, running(0), ExitCause.HOST_LOST, "x"),
        new Event.WorkerExited(FIRST, none(), ExitCause.NO_PLACE, "x"),
        new Event.WorkerExited(FIRST, none(), ExitCause.BROKEN_PROGRAM, "x"),
        new Event.PlacesChanged(0, 1),
        new Event.HostDraining(List.of(FIRST, key(5, 1))),
        new Event.PlacesGivenUp("x"),
        new Event.TimePassed(),
        new Event.ShutdownRequested(),
        new Event.ShutdownNowRequested());
  }

  @TestFactory
  Stream<DynamicTest> everyStateSurvivesEveryTwoEvents() {
    return STATES.entrySet().stream()
        .map(
            state ->
                DynamicTest.dynamicTest(
                    state.getKey(),
                    () -> {
                      for (SchedulerOptions options : pools()) {
                        for (Event first : events()) {
                          for (Event second : events()) {
                            meet(state, options, first, second);
                          }
                        }
                      }
                    }));
  }

  /**
   * Those whose processes stay, those where each does two items or one, those that rest, and those
   * of two workers that are launched one after the other.
   */
  private static List<SchedulerOptions> pools() {
    return List.of(
        ScriptedPool.options(1, OptionalInt.empty(), OptionalLong.empty()),
        ScriptedPool.options(1, OptionalInt.of(2), OptionalLong.empty()),
        ScriptedPool.options(1, OptionalInt.of(1), OptionalLong.of(MS)),
        ScriptedPool.options(2, OptionalInt.of(2), OptionalLong.empty(), OptionalInt.of(1)),
        ScriptedPool.options(2, OptionalInt.empty(), OptionalLong.of(MS), OptionalInt.of(1)));
  }

  private static void meet(
      Map.Entry<String, Consumer<ScriptedPool>> state,
      SchedulerOptions options,
      Event first,
      Event second) {
    Supplier<String> what =
        () -> options + ": " + state.getKey() + ", then " + first + ", then " + second;
    ScriptedPool pool = new ScriptedPool(options);
    state.getValue().accept(pool);
    pool.say(first);
    pool.say(second);
    pool.pass(MS);

    finish(pool);

    assertEquals(1, pool.said(Command.Terminate.class).size(), what);
    assertTrue(pool.said(Command.FailPool.class).size() <= 1, what);
    assertEquals("terminated", pool.scheduler.snapshot().state(), what);
    assertEndsOnce(pool, first.equals(second) && first instanceof Event.JobOpened, what);
  }

  /** Whatever state it is in, a pool that is told to stop and whose processes exit has an end. */
  private static void finish(ScriptedPool pool) {
    pool.say(new Event.ShutdownNowRequested());
    List<WorkerKey> started =
        pool.said(Command.StartWorker.class).stream().map(Command.StartWorker::worker).toList();
    started.forEach(pool::exit);
  }

  private static void assertEndsOnce(
      ScriptedPool pool, boolean isJobOpenedTwice, Supplier<String> what) {
    List<Integer> ended = new ArrayList<>();
    pool.said(Command.Deliver.class).stream()
        .filter(d -> d.batch() == BATCH)
        .forEach(d -> addRange(ended, d.from(), d.count()));
    pool.said(Command.FailItems.class).stream()
        .filter(f -> f.batch() == BATCH)
        .forEach(f -> addRange(ended, f.from(), f.count()));
    assertEquals(ended.size(), Set.copyOf(ended).size(), what);
    List<Long> jobs = pool.said(Command.EndJob.class).stream().map(Command.EndJob::jobId).toList();
    assertTrue(isJobOpenedTwice || jobs.size() == Set.copyOf(jobs).size(), what);
  }

  private static void addRange(List<Integer> items, int from, int count) {
    for (int i = from; i < from + count; i++) {
      items.add(i);
    }
  }

  @Test
  void everyEventTypeIsAmongThoseTested() {
    Set<Class<?>> tested = events().stream().map(Event::getClass).collect(Collectors.toSet());

    assertEquals(Set.of(Event.class.getPermittedSubclasses()), tested);
  }
}
