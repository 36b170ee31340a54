package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void threeFailuresInARowFailThePoolAndAllItems() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    SimulatedBatch batch = pool.job(1, PLAIN, 5);

    pool.exit(key(0, 1));
    List<Command> second = pool.sleepUntilStart();
    pool.exit(key(0, 2));
    pool.sleepUntilStart();
    List<Command> third = pool.exit(key(0, 3));

    assertEquals(List.of(new Command.StartWorker(key(0, 2))), second);
    assertEquals(
        List.of(new Command.FailPool(new Failure.NoWorkers(3, "gone"))),
        only(third, Command.FailPool.class));
    assertEquals(
        List.of(new Command.FailItems(batch, 0, 5, new Failure.NoWorkers(3, "gone"))),
        only(third, Command.FailItems.class));
  }

  @Test
  void aFailedPoolFailsWhatIsOfferedLater() {
    ScriptedPool pool = failed();

    SimulatedBatch batch = pool.job(7, PLAIN, 3);
    List<Command> sealed = pool.say(new Event.JobSealed(7));

    assertEquals(
        new Command.FailItems(batch, 0, 3, new Failure.NoWorkers(3, "gone")),
        pool.last(Command.FailItems.class));
    assertEquals(List.of(new Command.EndJob(7)), sealed);
  }

  @Test
  void aFailedPoolShutsDown() {
    ScriptedPool pool = failed();
    pool.say(new Event.JobOpened(7, PLAIN));

    List<Command> shutdown = pool.say(new Event.ShutdownRequested());

    assertEquals(List.of(new Command.EndJob(7), new Command.Terminate()), shutdown);
  }

  private static ScriptedPool failed() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    pool.exit(key(0, 1));
    pool.sleepUntilStart();
    pool.exit(key(0, 2));
    pool.sleepUntilStart();
    pool.exit(key(0, 3));
    return pool;
  }

  @Test
  void aPoolThatHasHadAWorkerIsGivenMoreTries() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    pool.say(new Event.WorkerReady(key(0, 1)));
    int generation = 1;
    pool.exit(key(0, generation));
    for (int tries = 1; tries < 10; tries++) {
      generation = startNext(pool, generation);
      pool.exit(key(0, generation));
      assertEquals(List.of(), pool.said(Command.FailPool.class));
    }

    pool.exit(key(0, startNext(pool, generation)));

    assertEquals(1, pool.said(Command.FailPool.class).size());
  }

  @Test
  void aPoolWhoseProgramHasChangedIsGivenFewerTries() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    pool.say(new Event.WorkerReady(key(0, 1)));
    int generation = 1;
    pool.exit(key(0, generation));
    for (int tries = 1; tries < 5; tries++) {
      generation = startNext(pool, generation);
      pool.say(broken(generation));
      assertEquals(List.of(), pool.said(Command.FailPool.class));
    }

    pool.say(broken(startNext(pool, generation)));

    assertEquals(1, pool.said(Command.FailPool.class).size());
  }

  private static Event broken(int generation) {
    return new Event.WorkerExited(
        key(0, generation), Optional.empty(), ExitCause.BROKEN_PROGRAM, "gone");
  }

  private static int startNext(ScriptedPool pool, int generation) {
    if (pool.last(Command.StartWorker.class).worker().generation() == generation) {
      pool.sleepUntilStart();
    }
    return generation + 1;
  }

  @Test
  void processesThatFailSideBySideAreOneTry() {
    ScriptedPool pool = new ScriptedPool(5);
    pool.say(new Event.PoolOpened());

    for (int id = 0; id < 5; id++) {
      pool.exit(key(id, 1));
    }
    List<Command> next = pool.sleepUntilStart();

    assertEquals(List.of(), pool.said(Command.FailPool.class));
    assertEquals(5, only(next, Command.StartWorker.class).size());
  }

  @Test
  void processesThatFailSoonAfterEachOtherAreOneTry() {
    ScriptedPool pool = new ScriptedPool(5);
    pool.job(1, PLAIN, 1);
    pool.say(new Event.ShutdownRequested());

    for (int id = 0; id < 5; id++) {
      pool.pass(10 * MS);
      pool.exit(key(id, 1));
    }

    assertEquals(5, pool.said(Command.StartWorker.class).size());
    assertEquals(List.of(), pool.said(Command.FailPool.class));
    assertEquals(List.of(new Command.StartWorker(key(0, 2))), pool.sleepUntilStart());
  }

  @Test
  void failuresDoNotFailAPoolWithAWorker() {
    ScriptedPool pool = new ScriptedPool(2);
    pool.say(new Event.PoolOpened());
    pool.say(new Event.WorkerReady(key(0, 1)));

    int starts = 0;
    for (int generation = 1; generation < 12; generation++) {
      pool.exit(key(1, generation));
      starts += only(pool.sleepUntilStart(), Command.StartWorker.class).size();
    }

    assertEquals(11, starts);
    assertEquals(List.of(), pool.said(Command.FailPool.class));
  }

  @Test
  void respawnsSlowDownButNotBeyondALimit() {
    ScriptedPool pool = new ScriptedPool(2);
    pool.say(new Event.PoolOpened());
    pool.say(new Event.WorkerReady(key(0, 1)));
    for (int generation = 1; generation < 30; generation++) {
      pool.exit(key(1, generation));
      pool.sleepUntilStart();
    }

    pool.exit(key(1, 30));

    assertEquals(List.of(), only(pool.pass(9_999 * MS), Command.StartWorker.class));
    assertEquals(1, only(pool.pass(MS), Command.StartWorker.class).size());
  }

  @Test
  void aProcessThatIsNotReadyInTimeIsKilledAndCountsAsAFailure() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());

    List<Command> late = pool.pass(ScriptedPool.START_TIMEOUT);
    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(1, only(late, Command.KillWorker.class).size());
    assertEquals(List.of(), exit);
    assertEquals(List.of(new Command.StartWorker(key(0, 2))), pool.pass(100 * MS));
  }

  @Test
  void afterThreeFailuresTheProcessesUnderWayDecide() {
    ScriptedPool pool = new ScriptedPool(2);
    pool.say(new Event.PoolOpened());
    pool.exit(key(0, 1));
    pool.sleepUntilStart();
    pool.exit(key(0, 2));
    pool.sleepUntilStart();
    pool.exit(key(0, 3));

    List<Command> held = pool.pass(5_000 * MS);
    List<Command> ready = pool.say(new Event.WorkerReady(key(1, 1)));

    assertEquals(List.of(), held);
    assertEquals(1, only(ready, Command.StartWorker.class).size());
  }

  @Test
  void aReadyWorkerForgivesEarlierFailures() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    pool.exit(key(0, 1));
    pool.sleepUntilStart();
    pool.exit(key(0, 2));
    pool.sleepUntilStart();
    pool.say(new Event.WorkerReady(key(0, 3)));

    pool.exit(key(0, 3));
    pool.sleepUntilStart();
    List<Command> exit = pool.exit(key(0, 4));

    assertTrue(exit.stream().noneMatch(Command.FailPool.class::isInstance), exit::toString);
  }
}
