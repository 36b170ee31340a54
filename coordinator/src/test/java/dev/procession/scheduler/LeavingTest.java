package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of the pool. */
class LeavingTest {
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
