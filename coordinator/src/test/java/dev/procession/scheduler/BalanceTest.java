package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalanceTest {
  @Test
  void anIdleWorkerGetsWhatWaitsAtAnotherAfterAWhile() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(2), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    pool.answerAll(sent.get(1), MS);
    pool.answerAll(sent.get(3), MS);

    List<Command> early = pool.pass(9 * MS);
    List<Command> late = pool.pass(MS);
    List<Command> back = pool.returned(sent.get(2), 0);

    assertEquals(List.of(), early);
    assertEquals(List.of(new Command.RevokeChunk(key(0, 1), sent.get(2).chunk().id())), late);
    assertEquals(List.of("4..5", "5..6"), ranges(back));
    assertEquals(key(1, 1), only(back, Command.SendChunk.class).get(0).worker());
  }

  @Test
  void theRestOfARunningChunkIsSpreadEvenlyOverIdleWorkers() {
    ScriptedPool pool = ScriptedPool.ready(4);
    pool.job(1, fixed(10), 10);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> revoked = pool.pass(10 * MS);
    List<Command> back = pool.returned(sent, 1);

    assertEquals(1, only(revoked, Command.RevokeChunk.class).size());
    assertEquals(List.of("1..4", "4..7", "7..10"), ranges(back));
  }

  @Test
  void aChunkIsRevokedOnce() {
    ScriptedPool pool = ScriptedPool.ready(3);
    pool.job(1, fixed(10), 10);
    pool.pass(10 * MS);

    List<Command> later = pool.pass(1_000 * MS);

    assertEquals(List.of(), only(later, Command.RevokeChunk.class));
  }

  @Test
  void whoHasGivenBackMakesRoomForTheNextToBeAsked() {
    ScriptedPool pool = ScriptedPool.ready(3);
    pool.job(1, fixed(2), 10);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    pool.pass(11 * MS);
    pool.answerAll(sent.get(2), MS);
    List<Command> back = pool.returned(sent.get(3), 0);

    List<Command> firstDone = pool.answerAll(only(back, Command.SendChunk.class).get(0), MS);
    List<Command> done = pool.answerAll(only(back, Command.SendChunk.class).get(1), MS);

    assertEquals(List.of(), only(firstDone, Command.RevokeChunk.class));
    assertEquals(
        List.of(new Command.RevokeChunk(key(1, 1), sent.get(4).chunk().id())),
        only(done, Command.RevokeChunk.class));
  }

  @Test
  void whoDoesNotGiveBackDoesNotKeepOthersFromBeingAsked() {
    ScriptedPool pool = ScriptedPool.ready(3);
    pool.job(1, fixed(2), 10);
    pool.pass(11 * MS);
    List<Command> first = pool.answerAll(pool.said(Command.SendChunk.class).get(2), MS);

    List<Command> second = pool.pass(10 * MS);

    assertEquals(1, only(first, Command.RevokeChunk.class).size());
    assertEquals(1, only(second, Command.RevokeChunk.class).size());
  }

  @Test
  void aRaceBetweenARevocationAndTheLastAnswerIsHarmless() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(2), 2);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.pass(10 * MS);

    pool.answerAll(sent, MS);
    List<Command> late = pool.returned(sent, 2);

    assertEquals(List.of(), only(late, Command.KillWorker.class));
  }

  @Test
  void anItemThatTakesLongKeepsItsWorkerFromGettingASecondChunk() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.JobOpened(1, fixed(1)));
    pool.offer(1, 1);
    pool.pass(50 * MS);
    pool.forget();

    pool.offer(1, 1);
    pool.say(new Event.WorkerSeen(key(0, 1), Optional.empty()));

    assertEquals(List.of(), pool.said(Command.SendChunk.class));
  }
}
