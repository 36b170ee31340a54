package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.range;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static dev.procession.scheduler.ScriptedPool.retrying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CrashTest {
  @Test
  void onlyTheRunningItemFailsAndTheWorkerIsReplacedAtOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(4), 8);
    Command.SendChunk sent = pool.said(Command.SendChunk.class).get(0);
    pool.answer(sent, 0, 1, MS);

    List<Command> crash = pool.exitRunning(sent, 2);
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));
    List<Command> next = pool.answerAll(only(ready, Command.SendChunk.class).get(0), MS);

    Failure crashed = new Failure.Crashed(key(0, 1), 1, "gone");
    assertEquals(
        List.of(new Command.FailItems(batch, 2, 1, crashed)), only(crash, Command.FailItems.class));
    assertEquals(
        List.of(new Command.StartWorker(key(0, 2))), only(crash, Command.StartWorker.class));
    assertEquals(List.of("1..2", "3..4"), ranges(ready));
    assertEquals(List.of("4..8"), ranges(next));
  }

  @Test
  void thePoisonItemIsRetriedAloneAndFailsWithAllItsAttempts() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(2), 4);
    pool.exitRunning(pool.last(Command.SendChunk.class), 0);

    List<Integer> attempts = new ArrayList<>();
    for (int generation = 2; generation <= 3; generation++) {
      List<Command> ready = pool.say(new Event.WorkerReady(key(0, generation)));
      assertEquals(List.of("0..1"), ranges(ready));
      attempts.add(only(ready, Command.SendChunk.class).get(0).chunk().attempt());
      pool.exitRunning(only(ready, Command.SendChunk.class).get(0), 0);
    }

    Failure.Crashed failure = (Failure.Crashed) pool.last(Command.FailItems.class).failure();
    assertEquals(List.of(2, 3), attempts);
    assertEquals(3, failure.attempts());
    assertEquals("1..4", range(lastSentTo(pool, key(0, 4))));
  }

  private static Command.SendChunk lastSentTo(ScriptedPool pool, WorkerKey worker) {
    return only(pool.say(new Event.WorkerReady(worker)), Command.SendChunk.class).get(0);
  }

  @Test
  void anAnsweredItemIsNotBlamed() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.answer(sent, 0, 2, MS);

    List<Command> crash = pool.exitRunning(sent, 1);

    assertEquals(List.of(), only(crash, Command.FailItems.class));
  }

  @Test
  void itemsLostTwiceWithoutBlameGoOneByOneAndAreBlamedInTheEnd() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(2), 2);
    pool.exit(key(0, 1));

    int generation = 1;
    while (pool.said(Command.FailItems.class).isEmpty()) {
      generation++;
      if (generation > 2) {
        pool.sleepUntilStart();
      }
      pool.say(new Event.WorkerReady(key(0, generation)));
      pool.exit(key(0, generation));
    }

    assertEquals(
        List.of("0..2", "0..2", "0..1", "0..1", "0..1"),
        pool.said(Command.SendChunk.class).stream().map(ScriptedPool::range).toList());
    Failure crashed = new Failure.Crashed(key(0, 5), 1, "gone");
    assertEquals(new Command.FailItems(batch, 0, 1, crashed), pool.last(Command.FailItems.class));
  }

  /** Five items of a chunk and five that wait, none of which may be begun twice. */
  private static final JobOptions AT_MOST_ONCE =
      new JobOptions(
          OptionalInt.of(5),
          OptionalLong.empty(),
          OptionalLong.empty(),
          3,
          JobOptions.Waiting.FOR_ALL,
          true);

  @Test
  void whatMayHaveEndedIsNotBegunAgainWhereItemsRunAtMostOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, AT_MOST_ONCE, 5);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.answer(sent, 0, 1, MS);

    List<Command> crash = pool.exitRunning(sent, 3);
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(
        List.of(
            new Command.FailItems(batch, 1, 2, new Failure.Unanswered(key(0, 1), "gone")),
            new Command.FailItems(batch, 3, 1, new Failure.Crashed(key(0, 1), 1, "gone"))),
        only(crash, Command.FailItems.class));
    assertEquals(List.of("4..5"), ranges(ready));
  }

  @Test
  void whatHadNotBegunRunsElsewhereWhereItemsRunAtMostOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, AT_MOST_ONCE, 5);

    List<Command> crash = pool.exit(key(0, 1));

    assertEquals(List.of(), only(crash, Command.FailItems.class));
  }

  @Test
  void whatMayHaveBegunInAnUnexaminedProcessFailsWhereItemsRunAtMostOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, AT_MOST_ONCE, 5);

    List<Command> exit =
        pool.say(
            new Event.WorkerExited(key(0, 1), Optional.empty(), ExitCause.BROKEN_PROGRAM, "gone"));

    assertEquals(
        List.of(new Command.FailItems(batch, 0, 5, new Failure.Unanswered(key(0, 1), "gone"))),
        only(exit, Command.FailItems.class));
  }

  @Test
  void answersOfWorkerThatLiesAreLostWhereItemsRunAtMostOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, AT_MOST_ONCE, 5);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.answer(sent, 1, 1, MS);

    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(
        List.of(new Command.FailItems(batch, 0, 5, new Failure.Unanswered(key(0, 1), "gone"))),
        only(exit, Command.FailItems.class));
  }

  @Test
  void suspectsTravelAlone() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(1), 8);
    pool.exitRunning(pool.said(Command.SendChunk.class).get(0), 0);

    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(List.of("0..1"), ranges(ready));
  }

  @Test
  void aWorkerThatLiesIsKilledAndItsRunningItemCharged() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> lie = pool.answer(sent, 1, 1, MS);
    List<Command> late = pool.answer(sent, 0, 1, MS);
    List<Command> exit = pool.exitRunning(sent, 0);

    assertEquals(1, only(lie, Command.KillWorker.class).size());
    assertEquals(List.of(), late);
    assertEquals(1, only(exit, Command.FailItems.class).size());
  }

  @Test
  void aWorkerThatReturnsWhatNobodyAskedForLies() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(4), 4);

    List<Command> lie = pool.returned(pool.last(Command.SendChunk.class), 2);

    assertEquals(1, only(lie, Command.KillWorker.class).size());
  }

  @Test
  void answersOfAnEarlierGenerationAreIgnored() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.exitRunning(sent, 1);
    pool.say(new Event.WorkerReady(key(0, 2)));

    List<Command> stale = pool.answer(sent, 0, 1, MS);
    List<Command> staleExit = pool.exit(key(0, 1));

    assertEquals(List.of(), stale);
    assertEquals(List.of(), staleExit);
  }

  @Test
  void anIdleWorkersDeathIsHealedSilently() {
    ScriptedPool pool = ScriptedPool.ready(1);

    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(List.of(new Command.StartWorker(key(0, 2))), exit);
  }

  @Test
  void workersThatDieAgainAndAgainBeforeTheyAreOfUseAreReplacedMoreAndMoreSlowly() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.exit(key(0, 1));

    long lastWait = 0;
    for (int generation = 2; generation < 6; generation++) {
      pool.say(new Event.WorkerReady(key(0, generation)));
      List<Command> exit = pool.exit(key(0, generation));
      assertEquals(List.of(), exit);
      long wait = 0;
      while (pool.pass(10 * MS).isEmpty()) {
        wait += 10 * MS;
      }
      assertTrue(wait > lastWait, wait + " after " + lastWait);
      lastWait = wait;
    }
  }
}
