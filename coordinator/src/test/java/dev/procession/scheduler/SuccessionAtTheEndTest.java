package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers that retire while the pool comes to its end. */
class SuccessionAtTheEndTest {
  private static final WorkerKey OLD = key(0, 1);
  private static final WorkerKey NEW = key(0, 2);

  @Test
  void aDrainingPoolStartsNoSuccessorThatHasNothingToDo() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    pool.say(new Event.ShutdownRequested());

    List<Command> retiring = pool.retiring(OLD);
    List<Command> last = pool.answerAll(pool.last(Command.SendChunk.class), MS);

    assertEquals(List.of(), retiring);
    assertEquals(List.of(new Command.DismissWorker(OLD)), only(last, Command.DismissWorker.class));
  }

  @Test
  void aDrainingPoolStartsASuccessorForWhatComesBack() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.say(new Event.JobSealed(1));
    pool.say(new Event.ShutdownRequested());
    pool.retiring(OLD);

    List<Command> returned = pool.returned(sent, 1);
    pool.answer(sent, 0, 1, MS);
    List<Command> ready = pool.ready(NEW);
    only(ready, Command.SendChunk.class).forEach(s -> pool.answerAll(s, MS));
    pool.exit(OLD);
    List<Command> exit = pool.exit(NEW);

    assertEquals(List.of(new Command.StartWorker(NEW)), only(returned, Command.StartWorker.class));
    assertEquals(List.of("1..4"), ranges(ready));
    assertEquals(List.of(new Command.Terminate()), exit);
  }

  @Test
  void aVacantNumberComesBeforeASuccessorThatWouldHaveToWait() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(1), 1);
    pool.say(new Event.ShutdownRequested());
    pool.exit(key(1, 1));
    pool.retiring(OLD);

    pool.say(new Event.BatchOffered(new SimulatedBatch(1, 1, 10)));
    List<Command> more = pool.say(new Event.BatchOffered(new SimulatedBatch(1, 2, 10)));

    assertEquals(
        List.of(new Command.StartWorker(key(1, 2)), new Command.StartWorker(NEW)),
        pool.said(Command.StartWorker.class));
    assertEquals(1, only(more, Command.StartWorker.class).size());
  }

  @Test
  void oneSuccessorIsEnoughForOneItem() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(1), 2);
    pool.say(new Event.ShutdownRequested());
    pool.pass(20 * MS);
    pool.retiring(OLD);
    pool.retiring(key(1, 1));

    List<Command> offered = pool.say(new Event.BatchOffered(new SimulatedBatch(1, 1, 10)));
    List<Command> ready = pool.ready(NEW);

    assertEquals(List.of(new Command.StartWorker(NEW)), only(offered, Command.StartWorker.class));
    assertEquals(List.of(), ready);
  }

  @Test
  void shutdownNowKillsBothProcessesOfANumber() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    pool.retiring(OLD);

    List<Command> now = pool.say(new Event.ShutdownNowRequested());
    List<Command> first = pool.exit(NEW);
    List<Command> second = pool.exit(OLD);

    assertEquals(2, only(now, Command.KillWorker.class).size());
    assertEquals(List.of(), only(first, Command.Terminate.class));
    assertEquals(1, only(second, Command.Terminate.class).size());
  }

  @Test
  void theEndDoesNotWaitForASuccessor() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.retiring(OLD);

    List<Command> shutdown = pool.say(new Event.ShutdownRequested());

    assertEquals(
        List.of(NEW),
        only(shutdown, Command.KillWorker.class).stream().map(k -> k.worker()).toList());
    assertEquals(
        List.of(new Command.DismissWorker(OLD)), only(shutdown, Command.DismissWorker.class));
  }
}
