package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void newWorkersAreStartedAtOnceAndGetWhatWaits() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 5);

    List<Command> grown = pool.say(new Event.PoolResized(3));
    List<Command> ready = pool.ready(key(2, 1));

    assertEquals(
        List.of(new Command.StartWorker(key(1, 1)), new Command.StartWorker(key(2, 1))),
        only(grown, Command.StartWorker.class));
    assertEquals(List.of("2..3", "3..4"), ranges(ready));
    assertEquals(3, pool.scheduler.snapshot().workers().size());
  }

  @Test
  void idleWorkersThatAreTooManyLeaveAndAreNotReplaced() {
    ScriptedPool pool = ScriptedPool.ready(3);

    List<Command> shrunk = pool.say(new Event.PoolResized(1));
    List<Command> exits = pool.exit(key(1, 1));
    pool.exit(key(2, 1));

    assertEquals(
        List.of(new Command.DismissWorker(key(1, 1)), new Command.DismissWorker(key(2, 1))),
        only(shrunk, Command.DismissWorker.class));
    assertEquals(List.of(), only(exits, Command.StartWorker.class));
    assertEquals(1, pool.scheduler.snapshot().workers().size());
  }

  @Test
  void aBusyOneFinishesWhatItHasBegun() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(3), 6);
    Command.SendChunk second = pool.said(Command.SendChunk.class).get(1);

    List<Command> shrunk = pool.say(new Event.PoolResized(1));
    pool.returned(second, 1);
    List<Command> end = pool.answer(second, 0, 1, MS);

    assertEquals(
        List.of(new Command.RevokeChunk(second.worker(), second.chunk().id())),
        only(shrunk, Command.RevokeChunk.class));
    assertEquals(
        List.of(new Command.DismissWorker(second.worker())),
        only(end, Command.DismissWorker.class));
  }

  @Test
  void oneThatIsStartingIsNotNeeded() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.PoolResized(2));

    List<Command> shrunk = pool.say(new Event.PoolResized(1));

    assertEquals(
        List.of(key(1, 1)),
        only(shrunk, Command.KillWorker.class).stream().map(Command.KillWorker::worker).toList());
  }

  @Test
  void aNumberThatIsNeededAgainGetsAnotherProcess() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.say(new Event.PoolResized(1));

    List<Command> grown = pool.say(new Event.PoolResized(2));

    assertEquals(
        List.of(new Command.StartWorker(key(1, 2))), only(grown, Command.StartWorker.class));
  }
}
