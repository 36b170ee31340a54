package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.item;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Places come and go; a host that is lost is no fault of what ran there. */
class HostLossTest {
  private static ScriptedPool pool(int workers, int hostRetries) {
    return new ScriptedPool(
        new SchedulerOptions(
            workers,
            ScriptedPool.START_TIMEOUT,
            ScriptedPool.GRACE,
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            hostRetries));
  }

  private static List<Command> lost(ScriptedPool pool, WorkerKey worker) {
    return pool.say(new Event.WorkerExited(worker, Optional.empty(), ExitCause.HOST_LOST, "lost"));
  }

  @Test
  void noMoreProcessesThanPlacesAreStarted() {
    ScriptedPool pool = pool(4, 3);
    pool.say(new Event.PlacesChanged(0, 1));

    List<Command> opened = pool.say(new Event.PoolOpened());
    List<Command> joined = pool.say(new Event.PlacesChanged(3, 2));
    List<Command> hello = pool.hello(key(0, 1));

    assertEquals(List.of(), opened);
    assertEquals(
        List.of(new Command.StartWorker(key(0, 1)), new Command.StartWorker(key(1, 1))), joined);
    assertEquals(List.of(new Command.StartWorker(key(2, 1))), hello);
    assertEquals(List.of(), pool.hello(key(1, 1)));
  }

  @Test
  void itemsOfALostHostRunElsewhereAtNoCharge() {
    ScriptedPool pool = pool(1, 3);
    pool.say(new Event.PoolOpened());
    pool.ready(key(0, 1));
    pool.job(1, fixed(4), 4);

    List<Command> after = lost(pool, key(0, 1));
    List<Command> ready = pool.ready(key(0, 2));

    assertEquals(List.of(new Command.StartWorker(key(0, 2))), after);
    assertEquals(List.of("0..4"), ranges(ready));
    assertEquals(1, only(ready, Command.SendChunk.class).get(0).chunk().attempt());
  }

  @Test
  void startsThatAreLostWithTheirHostAreNoFailures() {
    ScriptedPool pool = pool(1, 3);
    pool.say(new Event.PoolOpened());

    for (int generation = 1; generation <= 50; generation++) {
      List<Command> after = lost(pool, key(0, generation));

      assertEquals(List.of(new Command.StartWorker(key(0, generation + 1))), after);
    }
  }

  @Test
  void aProcessWithoutAPlaceIsTriedAgainAndIsNoFailure() {
    ScriptedPool pool = pool(1, 3);
    pool.say(new Event.PoolOpened());

    for (int generation = 1; generation <= 50; generation++) {
      List<Command> after =
          pool.say(
              new Event.WorkerExited(
                  key(0, generation), Optional.empty(), ExitCause.NO_PLACE, "full"));

      assertEquals(List.of(), after);
      assertEquals(List.of(new Command.StartWorker(key(0, generation + 1))), pool.pass(100 * MS));
    }
  }

  @Test
  void anItemThatIsTheEndOfEveryHostFailsAloneAfterItsRetries() {
    ScriptedPool pool = pool(1, 1);
    pool.say(new Event.PoolOpened());
    pool.ready(key(0, 1));
    SimulatedBatch batch = pool.job(1, fixed(3), 3);
    lost(pool, key(0, 1));

    Command.SendChunk alone = only(pool.ready(key(0, 2)), Command.SendChunk.class).get(0);
    List<Command> second =
        pool.say(
            new Event.WorkerExited(
                key(0, 2), item(alone.chunk(), 0), ExitCause.HOST_LOST, "lost again"));

    assertEquals("0..1", ScriptedPool.range(alone));
    assertEquals(
        List.of(
            new Command.FailItems(
                batch, 0, 1, new Failure.HostLost(key(0, 2), 2, true, "lost again"))),
        only(second, Command.FailItems.class));
    assertEquals(List.of("1..2"), ranges(pool.ready(key(0, 3))));
  }

  @Test
  void withoutRetriesAllThatWasSentFails() {
    ScriptedPool pool = pool(1, 0);
    pool.say(new Event.PoolOpened());
    pool.ready(key(0, 1));
    SimulatedBatch batch = pool.job(1, fixed(2), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> after =
        pool.say(
            new Event.WorkerExited(key(0, 1), item(sent.chunk(), 1), ExitCause.HOST_LOST, "lost"));

    assertEquals(
        List.of(
            new Command.FailItems(batch, 0, 1, new Failure.HostLost(key(0, 1), 1, false, "lost")),
            new Command.FailItems(batch, 1, 1, new Failure.HostLost(key(0, 1), 1, true, "lost"))),
        only(after, Command.FailItems.class));
  }

  @Test
  void workersOfADrainingHostFinishWhatTheyHaveBegunAndTheRestRunsElsewhere() {
    ScriptedPool pool = pool(2, 3);
    pool.say(new Event.PlacesChanged(2, 2));
    pool.say(new Event.PoolOpened());
    pool.ready(key(0, 1));
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> draining = pool.say(new Event.HostDraining(List.of(key(0, 1), key(1, 1))));
    List<Command> returned = pool.say(new Event.WorkerReturned(key(0, 1), sent.chunk().id(), 1));
    List<Command> answered =
        pool.say(new Event.WorkerAnswered(key(0, 1), sent.chunk().id(), 0, 1, MS, "answers"));

    assertEquals(
        List.of(
            new Command.RevokeChunk(key(0, 1), sent.chunk().id()),
            new Command.KillWorker(key(1, 1), "is no longer needed")),
        draining);
    assertEquals(List.of(), only(returned, Command.StartWorker.class));
    assertTrue(answered.contains(new Command.DismissWorker(key(0, 1))), () -> "" + answered);

    pool.say(new Event.PlacesChanged(1, 1));
    pool.exit(key(1, 1));
    List<Command> gone = pool.exit(key(0, 1));

    WorkerKey next = only(gone, Command.StartWorker.class).get(0).worker();
    assertEquals(List.of("1..4"), ranges(pool.ready(next)));
    assertEquals(0, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void hostsThatAreDrainedAgainAndAgainDelayNoStart() {
    ScriptedPool pool = pool(1, 3);
    pool.say(new Event.PoolOpened());

    for (int generation = 1; generation <= 50; generation++) {
      pool.ready(key(0, generation));
      List<Command> draining = pool.say(new Event.HostDraining(List.of(key(0, generation))));

      assertTrue(
          draining.contains(new Command.StartWorker(key(0, generation + 1))), () -> "" + draining);
      pool.exit(key(0, generation));
    }
  }

  @Test
  void aPoolWithoutPlacesForTooLongFails() {
    ScriptedPool pool = pool(1, 3);
    pool.say(new Event.PlacesChanged(0, 1));
    pool.say(new Event.PoolOpened());
    SimulatedBatch batch = pool.job(1, PLAIN, 5);

    List<Command> given = pool.say(new Event.PlacesGivenUp("no host"));

    Failure.NoWorkers failure = new Failure.NoWorkers(0, "no host");
    assertEquals(new Command.FailPool(failure), given.get(0));
    assertTrue(given.contains(new Command.FailItems(batch, 0, 5, failure)), () -> "" + given);
  }

  @Test
  void hostsThatComeAndGoLoseNoItemAndFailNoStart() {
    for (long seed = 0; seed < 2; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Weather weather = Weather.of(random).ofHosts(50, 20);

      new Simulation(random, weather, false).on(50, 20, 40).run();
    }
  }
}
