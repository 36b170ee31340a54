package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.START_TIMEOUT;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static dev.procession.scheduler.ScriptedPool.timed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimeoutTest {
  private static final long LIMIT = 1_000 * MS;

  @Test
  void theClockStartsWhenTheItemIsSeenToRun() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, timed(1, LIMIT), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.pass(700 * MS);
    pool.seen(sent, 0);
    pool.pass(700 * MS);
    pool.seen(sent, 0);

    List<Command> early = pool.pass(299 * MS);
    List<Command> due = pool.pass(MS);
    List<Command> heeded = pool.answer(sent, 0, 1, MS);

    assertEquals(List.of(), early);
    assertEquals(
        List.of(
            new Command.TakeStack(key(0, 1), sent.chunk().id(), 0),
            new Command.CancelItem(key(0, 1), sent.chunk().id(), 0)),
        due);
    assertEquals(
        List.of(new Command.FailItems(batch, 0, 1, timedOut(Optional.empty()))),
        only(heeded, Command.FailItems.class));
  }

  @Test
  void aLateAnswerIsIgnoredAndTheWorkerKept() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(2, LIMIT), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 0);
    pool.pass(LIMIT);

    List<Command> late = pool.answer(sent, 0, 1, LIMIT);
    List<Command> grace = pool.pass(GRACE);
    List<Command> next = pool.answer(sent, 1, 1, MS);

    assertEquals(List.of(), only(late, Command.Deliver.class));
    assertEquals(1, only(late, Command.FailItems.class).size());
    assertEquals(List.of(), grace);
    assertEquals(1, only(next, Command.Deliver.class).size());
  }

  @Test
  void anItemThatDoesNotStopTakesItsWorkerWithItAndNobodyElse() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, timed(3, LIMIT), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 1);
    pool.pass(LIMIT);
    pool.forget();

    List<Command> killed = pool.pass(GRACE);
    List<Command> gone = pool.exitRunning(sent, 1);
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(1, only(killed, Command.KillWorker.class).size());
    assertEquals(List.of(), only(killed, Command.FailItems.class));
    assertEquals(
        List.of(new Command.FailItems(batch, 1, 1, timedOut(Optional.of("gone")))),
        only(gone, Command.FailItems.class));
    assertEquals(List.of(new Command.StartWorker(key(0, 2))), pool.said(Command.StartWorker.class));
    assertEquals("0..1", ranges(ready).get(0));
  }

  @Test
  void eachItemOfAChunkHasItsOwnClock() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(3, LIMIT), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    for (int position = 0; position < 3; position++) {
      pool.seen(sent, position);
      pool.pass(900 * MS);
    }

    assertEquals(List.of(), pool.said(Command.FailItems.class));
  }

  @Test
  void aRevocationDoesNotRestartTheClock() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, timed(3, LIMIT), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 0);
    pool.pass(900 * MS);
    pool.returned(sent, 1);

    pool.pass(100 * MS);

    assertEquals(1, pool.said(Command.CancelItem.class).size());
  }

  @Test
  void nobodyIsToldOfAnItemThatIsCancelledAfterItsTimeout() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, timed(2, LIMIT), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 0);
    pool.pass(LIMIT);
    pool.say(new Event.ItemCancelled(batch, 0));

    List<Command> answered = pool.answerAll(sent, MS);

    assertEquals(List.of(), only(answered, Command.FailItems.class));
    assertEquals(1, only(answered, Command.Deliver.class).size());
  }

  @Test
  void neitherIfItWasTheLastOfItsBatch() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, timed(1, LIMIT), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 0);
    pool.pass(LIMIT);
    pool.pass(GRACE);
    pool.say(new Event.ItemCancelled(batch, 0));

    List<Command> gone = pool.exitRunning(sent, 0);

    assertEquals(List.of(), only(gone, Command.FailItems.class));
  }

  @Test
  void aWorkerThatNeverBeginsAnItemIsKilledAndTheItemRunsElsewhere() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(1, LIMIT), 1);

    pool.pass(LIMIT + Deadlines.BEGIN_ALLOWANCE_NANOS - MS);
    List<Command> early = pool.seenIdle(key(0, 1));
    pool.pass(2 * MS);
    List<Command> due = pool.seenIdle(key(0, 1));
    pool.exit(key(0, 1));
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(List.of(), early);
    assertEquals(1, only(due, Command.KillWorker.class).size());
    assertEquals(List.of("0..1"), ranges(ready));
    assertEquals(List.of(), pool.said(Command.FailItems.class));
  }

  @Test
  void onlyALookAfterTheLimitTellsThatAnItemHasNotBegun() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(1, LIMIT), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seenIdle(key(0, 1));

    List<Command> pause = pool.pass(60_000 * MS);
    List<Command> seen = pool.seen(sent, 0);
    List<Command> answered = pool.answerAll(sent, MS);

    assertEquals(List.of(), pause);
    assertEquals(List.of(), seen);
    assertEquals(1, only(answered, Command.Deliver.class).size());
  }

  @Test
  void aLongChunkMayTakeLongerToArrive() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.JobOpened(1, timed(1, LIMIT)));
    pool.say(new Event.BatchOffered(new SimulatedBatch(1, 1, 500_000_000)));

    pool.pass(LIMIT + Deadlines.BEGIN_ALLOWANCE_NANOS + 49_000 * MS);
    List<Command> early = pool.seenIdle(key(0, 1));
    pool.pass(1_000 * MS);
    List<Command> due = pool.seenIdle(key(0, 1));

    assertEquals(List.of(), early);
    assertEquals(1, only(due, Command.KillWorker.class).size());
  }

  @Test
  void anItemThatNoWorkerEverBeginsHasAnEnd() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, timed(1, LIMIT), 1);

    for (int generation = 1; generation <= Recovery.LOSSES_BEFORE_BLAME; generation++) {
      assertEquals(List.of(), pool.said(Command.FailItems.class));
      WorkerKey worker = key(0, generation);
      pool.say(new Event.WorkerReady(worker));
      pool.pass(LIMIT + Deadlines.BEGIN_ALLOWANCE_NANOS + MS);
      pool.seenIdle(worker);
      if (only(pool.exit(worker), Command.StartWorker.class).isEmpty()) {
        pool.sleepUntilStart();
      }
    }

    assertEquals(
        List.of(new Command.FailItems(batch, 0, 1, new Failure.Crashed(key(0, 5), 1, "gone"))),
        pool.said(Command.FailItems.class));
  }

  @Test
  void workersArePolledOnlyWhileThereIsATimeoutToKeep() {
    ScriptedPool pool = ScriptedPool.ready(1);
    OptionalLong before = pool.scheduler.pollNanos();
    pool.job(1, timed(1, LIMIT), 1);
    OptionalLong during = pool.scheduler.pollNanos();
    pool.answerAll(pool.last(Command.SendChunk.class), MS);
    pool.job(2, fixed(1), 1);
    OptionalLong after = pool.scheduler.pollNanos();

    assertEquals(OptionalLong.empty(), before);
    assertEquals(OptionalLong.of(50 * MS), during);
    assertEquals(OptionalLong.empty(), after);
  }

  @Test
  void anEndlessTimeoutIsNoDeadline() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(1, Long.MAX_VALUE), 1);
    pool.seen(pool.last(Command.SendChunk.class), 0);

    pool.pass(START_TIMEOUT);

    assertTrue(pool.scheduler.nextWakeNanos().isEmpty());
    assertEquals(List.of(), pool.said(Command.FailItems.class));
  }

  @Test
  void failureHasTheStackThatTheWorkerReportedForThatItem() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(2, LIMIT), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.seen(sent, 0);
    pool.pass(LIMIT);

    long chunk = sent.chunk().id();
    pool.say(new Event.StackTaken(key(0, 1), chunk, 1, "of the item after"));
    pool.say(new Event.StackTaken(key(0, 1), chunk, 0, "of the item"));
    List<Command> heeded = pool.answer(sent, 0, 1, LIMIT);
    List<Command> late = pool.say(new Event.StackTaken(key(0, 1), chunk, 0, "too late"));

    Failure.TimedOut failure =
        (Failure.TimedOut) only(heeded, Command.FailItems.class).get(0).failure();
    assertEquals(Optional.of("of the item"), failure.stack());
    assertEquals(List.of(), late);
  }

  private static Failure timedOut(Optional<Object> report) {
    return new Failure.TimedOut(key(0, 1), LIMIT, report, Optional.empty());
  }
}
