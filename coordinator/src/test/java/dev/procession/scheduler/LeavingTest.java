package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Retiring workers, and the end of the pool. */
class LeavingTest {
  @Test
  void aRetiringWorkerFinishesWhatItRunsGivesBackTheRestAndIsReplaced() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> retiring = pool.say(new Event.WorkerRetiring(key(0, 1), "full"));
    pool.returned(sent.get(1), 0);
    pool.returned(sent.get(0), 1);
    List<Command> last = pool.answer(sent.get(0), 0, 1, MS);
    List<Command> exit = pool.exit(key(0, 1));
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(2, only(retiring, Command.RevokeChunk.class).size());
    assertEquals(
        List.of(new Command.DismissWorker(key(0, 1))), only(last, Command.DismissWorker.class));
    assertEquals(List.of(new Command.StartWorker(key(0, 2))), exit);
    assertEquals(List.of("1..2", "2..4"), ranges(ready));
    assertEquals(List.of(), pool.said(Command.FailItems.class));
    assertEquals(0, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void anIdleRetiringWorkerIsDismissedAtOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);

    List<Command> retiring = pool.say(new Event.WorkerRetiring(key(0, 1), "full"));

    assertEquals(List.of(new Command.DismissWorker(key(0, 1))), retiring);
  }

  @Test
  void workersThatRetireBeforeTheyAreOfUseAreReplacedMoreSlowly() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.WorkerRetiring(key(0, 1), "full"));
    pool.exit(key(0, 1));
    pool.say(new Event.WorkerReady(key(0, 2)));
    pool.say(new Event.WorkerRetiring(key(0, 2), "full"));

    assertEquals(List.of(), pool.exit(key(0, 2)));
  }

  @Test
  void aDismissedWorkerThatDoesNotLeaveIsKilled() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.ShutdownRequested());

    List<Command> killed = pool.pass(GRACE);
    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(1, only(killed, Command.KillWorker.class).size());
    assertEquals(List.of(new Command.Terminate()), exit);
  }

  @Test
  void shutdownFinishesWhatWasOfferedAndThenDismissesEverybody() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    List<Command> shutdown = pool.say(new Event.ShutdownRequested());
    pool.say(new Event.JobSealed(1));

    List<Command> answered = pool.answerAll(sent, MS);
    pool.exit(key(1, 1));
    List<Command> lastExit = pool.exit(key(0, 1));

    assertEquals(List.of(), shutdown);
    assertEquals(List.of(new Command.EndJob(1)), only(answered, Command.EndJob.class));
    assertEquals(2, only(answered, Command.DismissWorker.class).size());
    assertEquals(List.of(new Command.Terminate()), lastExit);
  }

  @Test
  void aWorkerThatDiesDuringShutdownIsReplacedOnlyForItemsThatWait() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(2), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.say(new Event.JobSealed(1));
    pool.say(new Event.ShutdownRequested());

    List<Command> idleExit = pool.exit(key(1, 1));
    List<Command> busyExit = pool.exitRunning(sent, 0);

    assertEquals(List.of(), idleExit);
    assertEquals(1, only(busyExit, Command.StartWorker.class).size());
  }

  @Test
  void shutdownDuringStartEndsThePoolAtOnce() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());

    List<Command> shutdown = pool.say(new Event.ShutdownRequested());
    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(1, only(shutdown, Command.KillWorker.class).size());
    assertEquals(List.of(new Command.Terminate()), exit);
  }

  @Test
  void shutdownNowFailsEverythingAndKillsEverybody() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(2), 8);
    pool.answer(pool.said(Command.SendChunk.class).get(0), 0, 1, MS);

    List<Command> now = pool.say(new Event.ShutdownNowRequested());
    List<Command> again = pool.say(new Event.ShutdownNowRequested());
    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(
        List.of(new Command.FailItems(batch, 1, 7, new Failure.Cancelled())),
        only(now, Command.FailItems.class));
    assertEquals(1, only(now, Command.KillWorker.class).size());
    assertEquals(List.of(), again);
    assertEquals(List.of(new Command.EndJob(1), new Command.Terminate()), exit);
  }

  @Test
  void shutdownNowOfAPoolThatWasNeverOpenedEndsIt() {
    ScriptedPool pool = new ScriptedPool(1);

    assertEquals(List.of(new Command.Terminate()), pool.say(new Event.ShutdownNowRequested()));
  }

  @Test
  void nothingIsSaidAfterTheEnd() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.ShutdownRequested());
    pool.forget();

    pool.say(new Event.PoolOpened());
    pool.job(1, PLAIN, 1);
    pool.say(new Event.ShutdownNowRequested());

    assertEquals(List.of(), pool.said(Command.class));
    assertEquals("terminated", pool.scheduler.snapshot().state());
  }
}
