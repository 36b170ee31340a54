package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.scheduler.PoolSnapshot.Phase;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Processes that leave when they have nothing to do, and come back. */
class IdleTimeoutTest {
  private static final long IDLE = 500 * MS;

  @Test
  void allAreStartedWhenThePoolIsOpened() {
    ScriptedPool pool =
        new ScriptedPool(ScriptedPool.options(3, OptionalInt.empty(), OptionalLong.of(IDLE)));

    assertEquals(3, only(pool.say(new Event.PoolOpened()), Command.StartWorker.class).size());
  }

  @Test
  void everybodyLeavesAnIdlePool() {
    ScriptedPool pool = ScriptedPool.resting(2, IDLE);

    List<Command> early = pool.pass(IDLE - MS);
    OptionalLong wake = pool.untilWake();
    List<Command> due = pool.pass(MS);
    pool.exit(key(0, 1));
    pool.exit(key(1, 1));
    List<Command> later = pool.pass(100 * IDLE);

    assertEquals(List.of(), early);
    assertEquals(OptionalLong.of(MS), wake);
    assertEquals(
        List.of(new Command.DismissWorker(key(0, 1)), new Command.DismissWorker(key(1, 1))), due);
    assertEquals(List.of(), later);
    assertTrue(pool.untilWake().isEmpty());
    assertEquals(
        List.of(Phase.VACANT, Phase.VACANT),
        pool.scheduler.snapshot().workers().stream().map(w -> w.state()).toList());
    assertEquals(0, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void theyComeBackAsTheyAreNeeded() {
    ScriptedPool pool = empty(3);

    List<Command> offered = offer(pool, 2);
    List<Command> first = pool.ready(key(0, 2));
    List<Command> second = pool.ready(key(1, 2));

    assertEquals(
        List.of(new Command.StartWorker(key(0, 2)), new Command.StartWorker(key(1, 2))),
        only(offered, Command.StartWorker.class));
    assertEquals(List.of("0..1", "1..2"), ranges(first));
    assertEquals(List.of(), ranges(second));
    assertEquals(
        List.of(new Command.RevokeChunk(key(0, 2), 2)),
        only(pool.pass(10 * MS), Command.RevokeChunk.class));
  }

  private static ScriptedPool empty(int workers) {
    ScriptedPool pool = ScriptedPool.resting(workers, IDLE);
    pool.say(new Event.JobOpened(1, fixed(1)));
    pool.pass(IDLE);
    for (int id = 0; id < workers; id++) {
      pool.exit(key(id, 1));
    }
    pool.forget();
    return pool;
  }

  private static List<Command> offer(ScriptedPool pool, int items) {
    return pool.say(new Event.BatchOffered(new SimulatedBatch(1, items, 10)));
  }

  @Test
  void anItemThatComesInTheLastMomentKeepsAProcess() {
    ScriptedPool pool = ScriptedPool.resting(2, IDLE);
    pool.say(new Event.JobOpened(1, fixed(1)));
    pool.pass(IDLE - MS);

    List<Command> offered = pool.offerAfter(MS, 1, 1);

    assertEquals(List.of("0..1"), ranges(offered));
    assertEquals(
        List.of(new Command.DismissWorker(key(1, 1))), only(offered, Command.DismissWorker.class));
  }

  @Test
  void anItemThatComesTooLateDoesNotWaitForTheExit() {
    ScriptedPool pool = ScriptedPool.resting(1, IDLE);
    pool.say(new Event.JobOpened(1, fixed(1)));
    pool.pass(IDLE);

    List<Command> offered = offer(pool, 1);
    List<Command> ready = pool.ready(key(0, 2));
    List<Command> stubborn = pool.pass(GRACE);

    assertEquals(
        List.of(new Command.StartWorker(key(0, 2))), only(offered, Command.StartWorker.class));
    assertEquals(List.of("0..1"), ranges(ready));
    assertEquals(
        List.of(key(0, 1)),
        only(stubborn, Command.KillWorker.class).stream().map(k -> k.worker()).toList());
  }

  @Test
  void theClockStartsWhenTheLastItemIsAnswered() {
    ScriptedPool pool = ScriptedPool.resting(1, IDLE);
    pool.pass(IDLE - MS);
    pool.job(1, fixed(1), 1);
    pool.pass(100 * IDLE);
    pool.answerAll(pool.last(Command.SendChunk.class), MS);

    List<Command> early = pool.pass(IDLE - MS);
    List<Command> due = pool.pass(MS);

    assertEquals(List.of(), early);
    assertEquals(List.of(new Command.DismissWorker(key(0, 1))), due);
  }

  @Test
  void nobodyIsLetGoWhoIsToHaveWhatComesBack() {
    ScriptedPool pool = ScriptedPool.resting(2, 15 * MS);
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    List<Command> revoked = pool.pass(10 * MS);

    List<Command> due = pool.pass(5 * MS);
    List<Command> returned = pool.returned(sent, 1);

    assertEquals(1, only(revoked, Command.RevokeChunk.class).size());
    assertEquals(List.of(), due);
    assertEquals(key(1, 1), only(returned, Command.SendChunk.class).get(0).worker());
  }

  @Test
  void aSuccessorThatHasToWaitTakesNothing() {
    ScriptedPool pool = ScriptedPool.resting(2, IDLE);
    pool.job(1, fixed(1), 2);
    Command.SendChunk second = pool.last(Command.SendChunk.class);
    pool.pass(20 * MS);
    List<Command> waits = offer(pool, 1);
    List<Command> retiring = pool.retiring(key(0, 1));

    List<Command> exit = pool.exitRunning(second, 0);

    assertEquals(List.of(), ranges(waits));
    assertEquals(
        List.of(new Command.StartWorker(key(0, 2))), only(retiring, Command.StartWorker.class));
    assertEquals(
        List.of(new Command.StartWorker(key(1, 2))), only(exit, Command.StartWorker.class));
  }

  @Test
  void aWorkerThatDiesIsReplacedOnlyForItemsThatWait() {
    ScriptedPool pool = ScriptedPool.resting(1, IDLE);

    List<Command> idleExit = pool.exit(key(0, 1));
    pool.say(new Event.JobOpened(1, fixed(1)));
    List<Command> offered = offer(pool, 2);
    pool.ready(key(0, 2));
    List<Command> busyExit = pool.exitRunning(pool.said(Command.SendChunk.class).get(0), 0);

    assertEquals(List.of(), idleExit);
    assertEquals(1, only(offered, Command.StartWorker.class).size());
    assertEquals(1, only(busyExit, Command.StartWorker.class).size());
  }

  @Test
  void aSuccessorThatWaitsForItsPredecessorIsNotIdle() {
    ScriptedPool pool = ScriptedPool.resting(1, IDLE);
    pool.job(1, fixed(1), 2);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    pool.retiring(key(0, 1));
    List<Command> back = pool.returned(sent.get(1), 0);
    pool.ready(key(0, 2));

    List<Command> later = pool.pass(100 * IDLE);
    List<Command> answered = pool.answerAll(sent.get(0), MS);

    assertEquals(
        List.of(new Command.StartWorker(key(0, 2))), only(back, Command.StartWorker.class));
    assertEquals(List.of(), only(later, Command.DismissWorker.class));
    assertEquals(List.of("1..2"), ranges(answered));
  }

  @Test
  void startsThatFailUnneededAreNotRepeatedUntilSomethingWaits() {
    ScriptedPool pool =
        new ScriptedPool(ScriptedPool.options(1, OptionalInt.empty(), OptionalLong.of(IDLE)));
    pool.say(new Event.PoolOpened());
    pool.exit(key(0, 1));

    List<Command> unneeded = pool.pass(100 * IDLE);
    pool.say(new Event.JobOpened(1, fixed(1)));
    offer(pool, 1);
    pool.exit(key(0, 2));
    pool.sleepUntilStart();
    List<Command> third = pool.exit(key(0, 3));

    assertEquals(List.of(), unneeded);
    assertEquals(1, only(third, Command.FailPool.class).size());
  }

  @Test
  void anEndlessIdleTimeoutIsNoDeadline() {
    ScriptedPool pool = ScriptedPool.resting(1, Long.MAX_VALUE);

    pool.pass(ScriptedPool.START_TIMEOUT);

    assertTrue(pool.untilWake().isEmpty());
  }

  @Test
  void anEmptyPoolTerminatesAtOnce() {
    ScriptedPool pool = ScriptedPool.resting(1, IDLE);
    pool.pass(IDLE);
    pool.exit(key(0, 1));

    assertEquals(List.of(new Command.Terminate()), pool.say(new Event.ShutdownRequested()));
  }
}
