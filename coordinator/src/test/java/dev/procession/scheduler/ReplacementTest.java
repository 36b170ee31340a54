package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.scheduler.PoolSnapshot.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that retires, and the one that takes its place. */
class ReplacementTest {
  private static final WorkerKey OLD = key(0, 1);
  private static final WorkerKey NEW = key(0, 2);

  @Test
  void aRetiringWorkerFinishesWhatItRunsAndGivesBackTheRestWhileItsSuccessorStarts() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 8);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> retiring = pool.retiring(OLD);
    pool.returned(sent.get(1), 0);
    pool.returned(sent.get(0), 1);
    List<Command> ready = pool.ready(NEW);
    List<Command> last = pool.answer(sent.get(0), 0, 1, MS);
    List<Command> exit = pool.exit(OLD);

    assertEquals(2, only(retiring, Command.RevokeChunk.class).size());
    assertEquals(List.of(new Command.StartWorker(NEW)), only(retiring, Command.StartWorker.class));
    assertEquals(List.of(), ready);
    assertEquals(List.of(new Command.DismissWorker(OLD)), only(last, Command.DismissWorker.class));
    assertEquals(List.of("1..2", "2..4"), ranges(last));
    assertEquals(List.of(), exit);
    assertEquals(List.of(), pool.said(Command.FailItems.class));
    assertEquals(0, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void anIdleRetiringWorkerStaysUntilItsSuccessorIsReadyAndGetsNothing() {
    ScriptedPool pool = ScriptedPool.ready(1);

    List<Command> retiring = pool.retiring(OLD);
    pool.job(1, fixed(1), 1);
    List<Command> ready = pool.ready(NEW);

    assertEquals(List.of(new Command.StartWorker(NEW)), retiring);
    assertEquals(
        List.of(NEW), only(ready, Command.SendChunk.class).stream().map(s -> s.worker()).toList());
    assertEquals(List.of(new Command.DismissWorker(OLD)), only(ready, Command.DismissWorker.class));
  }

  @Test
  void aRetiringWorkerLeavesWhenItsSuccessorCannotBeStarted() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.retiring(OLD);

    List<Command> failed = pool.exit(NEW);
    List<Command> again = pool.sleepUntilStart();

    assertEquals(List.of(new Command.DismissWorker(OLD)), failed);
    assertEquals(List.of(new Command.StartWorker(key(0, 3))), again);
  }

  @Test
  void aSuccessorThatIsNotReadyInTimeIsAFailedStart() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.retiring(OLD);

    List<Command> late = pool.pass(ScriptedPool.START_TIMEOUT);

    assertEquals(
        List.of(NEW), only(late, Command.KillWorker.class).stream().map(k -> k.worker()).toList());
    assertEquals(List.of(new Command.DismissWorker(OLD)), only(late, Command.DismissWorker.class));
  }

  @Test
  void successorsThatCannotBeStartedDoNotEndAPoolThatWorks() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.retiring(OLD);

    for (int generation = 2; generation < 20; generation++) {
      pool.exit(key(0, generation));
      pool.sleepUntilStart();
    }
    pool.answerAll(sent, MS);

    assertEquals(List.of(), pool.said(Command.FailPool.class));
    assertEquals(1, pool.said(Command.Deliver.class).size());
  }

  @Test
  void startFailuresFailThePoolOnceTheLastOldProcessHasLeft() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.offer(1, 1);
    pool.retiring(OLD);
    pool.returned(pool.last(Command.SendChunk.class), 0);
    int generation = 2;
    for (; generation <= StartQueue.FAILURES_ONCE_READY + 1; generation++) {
      pool.exit(key(0, generation));
      pool.sleepUntilStart();
    }
    pool.answerAll(sent, MS);
    pool.exit(OLD);
    assertEquals(List.of(), pool.said(Command.FailPool.class));

    List<Command> last = pool.exit(key(0, generation));

    assertEquals(1, only(last, Command.FailPool.class).size());
    assertEquals(1, only(last, Command.FailItems.class).size());
  }

  @Test
  void thereIsNoThirdProcess() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    pool.retiring(OLD);
    pool.ready(NEW);

    List<Command> retiringToo = pool.retiring(NEW);
    List<Command> later = pool.pass(GRACE - MS);
    List<Command> exit = pool.exitRunning(pool.last(Command.SendChunk.class), 0);

    assertEquals(List.of(new Command.DismissWorker(NEW)), retiringToo);
    assertEquals(List.of(), only(later, Command.StartWorker.class));
    assertEquals(
        List.of(new Command.StartWorker(key(0, 3))), only(exit, Command.StartWorker.class));
  }

  @Test
  void aSuccessorWaitsForItsPredecessorEvenIfThatIsBeingKilled() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.retiring(OLD);
    pool.ready(NEW);
    pool.offer(1, 1);

    List<Command> killed = pool.say(new Event.WorkerMisbehaved(OLD));
    List<Command> exit = pool.exitRunning(sent, 0);

    assertEquals(List.of(), ranges(killed));
    assertEquals(List.of("0..1"), ranges(exit));
  }

  @Test
  void theLastAnswerOfAKilledPredecessorFreesItsSuccessor() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.retiring(OLD);
    pool.ready(NEW);
    pool.say(new Event.ItemCancelled(batch, 0));
    pool.offer(1, 1);

    List<Command> killed = pool.pass(GRACE);
    List<Command> answered = pool.answerAll(sent, MS);

    assertEquals(1, only(killed, Command.KillWorker.class).size());
    assertEquals(List.of("0..1"), ranges(answered));
  }

  @Test
  void aRetiringProcessThatCrashesIsACrashOfItsRunningItem() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.retiring(OLD);
    pool.ready(NEW);

    List<Command> crash = pool.exitRunning(sent, 0);

    Failure crashed = new Failure.Crashed(OLD, 1, "gone");
    assertEquals(
        List.of(new Command.FailItems(batch, 0, 1, crashed)), only(crash, Command.FailItems.class));
    assertEquals(List.of(), only(crash, Command.StartWorker.class));
    assertEquals(1, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void aTimeoutOfARetiringProcessIsKept() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, ScriptedPool.timed(1, 1_000 * MS), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    pool.retiring(OLD);
    pool.ready(NEW);
    pool.seen(sent, 0);

    List<Command> due = pool.pass(1_000 * MS);
    List<Command> killed = pool.pass(GRACE);

    assertEquals(1, only(due, Command.CancelItem.class).size());
    assertEquals(
        List.of(OLD),
        only(killed, Command.KillWorker.class).stream().map(k -> k.worker()).toList());
  }

  @Test
  void workersThatRetireBeforeTheyAreOfUseAreReplacedMoreSlowly() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.retiring(OLD);
    pool.ready(NEW);
    pool.exit(OLD);

    List<Command> retiring = pool.retiring(NEW);
    List<Command> later = pool.sleepUntilStart();

    assertEquals(List.of(new Command.DismissWorker(NEW)), retiring);
    assertEquals(
        List.of(new Command.StartWorker(key(0, 3))), only(later, Command.StartWorker.class));
  }

  @Test
  void theSnapshotShowsTheOldProcessUntilItIsReplaced() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    pool.retiring(OLD);
    PoolSnapshot.WorkerSnapshot starting = shown(pool);
    pool.ready(NEW);
    PoolSnapshot.WorkerSnapshot held = shown(pool);
    pool.answerAll(sent, MS);
    PoolSnapshot.WorkerSnapshot replaced = shown(pool);

    assertEquals(new PoolSnapshot.WorkerSnapshot(0, 1, Phase.RETIRING, 0, 1), starting);
    assertEquals(starting, held);
    assertEquals(new PoolSnapshot.WorkerSnapshot(0, 2, Phase.IDLE, 1, 0), replaced);
  }

  private static PoolSnapshot.WorkerSnapshot shown(ScriptedPool pool) {
    List<PoolSnapshot.WorkerSnapshot> workers = pool.scheduler.snapshot().workers();
    assertEquals(1, workers.size());
    return workers.get(0);
  }
}
