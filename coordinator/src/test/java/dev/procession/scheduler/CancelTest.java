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

class CancelTest {
  @Test
  void aQueuedItemIsNeverSent() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(2), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> cancelled = pool.say(new Event.ItemCancelled(batch, 5));
    List<Command> first = pool.answerAll(sent.get(0), MS);
    List<Command> second = pool.answerAll(sent.get(1), MS);

    assertEquals(List.of(), only(cancelled, Command.CancelItem.class));
    assertEquals(List.of("4..5"), ranges(first));
    assertEquals(List.of("6..8"), ranges(second));
  }

  @Test
  void aSentItemIsCancelledAtTheWorkerAndItsAnswerIgnored() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(3), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> cancelled = pool.say(new Event.ItemCancelled(batch, 1));
    List<Command> answers = pool.answerAll(sent, MS);

    assertEquals(List.of(new Command.CancelItem(key(0, 1), sent.chunk().id(), 1)), cancelled);
    assertEquals(
        List.of(
            new Command.Deliver(batch, 0, 1, "answers", 0, key(0, 1)),
            new Command.Deliver(batch, 2, 1, "answers", 2, key(0, 1))),
        only(answers, Command.Deliver.class));
  }

  @Test
  void aRunningItemThatDoesNotStopTakesItsWorkerWithIt() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(3), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.say(new Event.ItemCancelled(batch, 0));

    List<Command> killed = pool.pass(GRACE);
    pool.exitRunning(sent, 0);
    List<Command> ready = pool.say(new Event.WorkerReady(key(0, 2)));

    assertEquals(1, only(killed, Command.KillWorker.class).size());
    assertEquals(List.of(), pool.said(Command.FailItems.class));
    assertEquals(List.of("1..3"), ranges(ready));
  }

  @Test
  void aWorkerIsNotKilledForAnItemThatHasNotStarted() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(3), 3);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.say(new Event.ItemCancelled(batch, 2));
    pool.pass(10 * GRACE);
    pool.answer(sent, 0, 2, MS);
    List<Command> graceBegins = pool.pass(GRACE - MS);

    pool.answer(sent, 2, 1, MS);
    pool.pass(GRACE);

    assertEquals(List.of(), graceBegins);
    assertEquals(List.of(), pool.said(Command.KillWorker.class));
  }

  @Test
  void aCancelAfterTheEndIsHarmless() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(1), 2);
    pool.answerAll(pool.said(Command.SendChunk.class).get(0), MS);

    assertEquals(List.of(), pool.say(new Event.ItemCancelled(batch, 0)));
  }

  @Test
  void whatWaitsIsTakenBackBeforeWhatRunsIsStopped() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    assertEquals(2, sent.size());

    List<Command> cancelled = pool.say(new Event.JobCancelled(1));

    assertEquals(
        List.of(
            new Command.RevokeChunk(key(0, 1), sent.get(1).chunk().id()),
            new Command.CancelItem(key(0, 1), sent.get(0).chunk().id(), 0)),
        cancelled.stream()
            .filter(c -> c instanceof Command.RevokeChunk || c instanceof Command.CancelItem)
            .toList());
  }

  @Test
  void aCancelledJobIsDroppedTakenBackAndStopped() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> cancelled = pool.say(new Event.JobCancelled(1));
    pool.returned(sent.get(0), 1);
    pool.returned(sent.get(1), 0);
    List<Command> answered = pool.answer(sent.get(0), 0, 1, MS);

    assertEquals(
        List.of(
            new Command.RevokeChunk(key(0, 1), sent.get(0).chunk().id()),
            new Command.RevokeChunk(key(0, 1), sent.get(1).chunk().id()),
            new Command.CancelItem(key(0, 1), sent.get(0).chunk().id(), 0)),
        cancelled);
    assertEquals(List.of(new Command.EndJob(1)), answered);
  }

  @Test
  void aCancelledJobThatDoesNotStopEndsWithItsWorker() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    pool.say(new Event.JobCancelled(1));

    List<Command> killed = pool.pass(GRACE);
    List<Command> exit = pool.exit(key(0, 1));

    assertEquals(1, only(killed, Command.KillWorker.class).size());
    assertEquals(List.of(new Command.EndJob(1), new Command.StartWorker(key(0, 2))), exit);
  }

  @Test
  void aChunkOfAnotherJobKeepsItsWorker() {
    ScriptedPool pool = ScriptedPool.ready(1);
    // Nothing of another job waits behind a chunk whose size the caller has set.
    pool.job(1, PLAIN, 1);
    pool.answerAll(pool.last(Command.SendChunk.class), MS);
    pool.offer(1, 1);
    pool.job(2, fixed(1), 1);
    Command.SendChunk waiting = pool.last(Command.SendChunk.class);

    pool.say(new Event.JobCancelled(2));
    List<Command> later = pool.pass(10 * GRACE);
    List<Command> back = pool.returned(waiting, 0);

    assertEquals(List.of(), later);
    assertEquals(List.of(new Command.EndJob(2)), back);
  }

  @Test
  void aBatchForACancelledJobIsForgotten() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    pool.say(new Event.JobCancelled(1));
    pool.forget();

    pool.offer(1, 5);

    assertEquals(List.of(), pool.said(Command.SendChunk.class));
    assertEquals(List.of(), pool.said(Command.FailItems.class));
  }
}
