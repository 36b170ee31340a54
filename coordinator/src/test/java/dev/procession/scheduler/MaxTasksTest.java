package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static dev.procession.scheduler.ScriptedPool.retrying;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes that are sent so many items in their lives and no more. */
class MaxTasksTest {
  private static final WorkerKey OLD = key(0, 1);
  private static final WorkerKey NEW = key(0, 2);

  @Test
  void chunksAreCutToWhatIsLeft() {
    ScriptedPool pool = ScriptedPool.recycling(1, 5);

    pool.job(1, fixed(3), 9);

    assertEquals(
        List.of("0..3", "3..5"),
        pool.said(Command.SendChunk.class).stream().map(ScriptedPool::range).toList());
  }

  @Test
  void theSuccessorStartsWhenTheLastItemIsSentAndGoesOnWhenItIsAnswered() {
    ScriptedPool pool = ScriptedPool.recycling(1, 3);
    pool.job(1, fixed(3), 6);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);
    List<Command> ready = pool.ready(NEW);

    List<Command> answered = pool.answerAll(sent, MS);

    assertEquals(
        List.of(new Command.StartWorker(NEW)), pool.said(Command.StartWorker.class).subList(0, 1));
    assertEquals(List.of(), ready);
    assertEquals(List.of("3..6"), ranges(answered));
    assertEquals(
        List.of(new Command.DismissWorker(OLD)), only(answered, Command.DismissWorker.class));
    assertEquals(List.of(), pool.said(Command.RevokeChunk.class));
  }

  @Test
  void aLimitOfOneIsAProcessAnItem() {
    ScriptedPool pool = ScriptedPool.recycling(1, 1);
    pool.job(1, fixed(4), 6);
    pool.say(new Event.JobSealed(1));
    pool.say(new Event.ShutdownRequested());

    for (int generation = 1; generation <= 6; generation++) {
      Command.SendChunk sent = pool.last(Command.SendChunk.class);
      assertEquals(key(0, generation), sent.worker());
      pool.answerAll(sent, MS);
      if (generation < 6) {
        pool.ready(key(0, generation + 1));
      }
      pool.exit(key(0, generation));
    }

    assertEquals(6, pool.said(Command.Deliver.class).size());
    assertEquals(1, pool.said(Command.Terminate.class).size());
    assertEquals(6, pool.scheduler.snapshot().workersStarted());
    assertEquals(0, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void whatASpentProcessHasNotBegunMayBeTakenBackAndItDoesNotGetMore() {
    ScriptedPool pool = ScriptedPool.recycling(2, 4);
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> revoked = pool.pass(10 * MS);
    List<Command> returned = pool.returned(sent, 1);
    List<Command> answered = pool.answer(sent, 0, 1, MS);

    assertEquals(1, only(revoked, Command.RevokeChunk.class).size());
    assertEquals(
        List.of(key(1, 1)),
        only(returned, Command.SendChunk.class).stream().map(s -> s.worker()).distinct().toList());
    assertEquals(
        List.of(),
        only(answered, Command.SendChunk.class).stream()
            .map(s -> s.worker())
            .filter(OLD::equals)
            .toList());
  }

  @Test
  void aSpentProcessThatRunsOutOfMemoryGivesBackTheRest() {
    ScriptedPool pool = ScriptedPool.recycling(1, 4);
    pool.job(1, fixed(4), 4);
    Command.SendChunk sent = pool.last(Command.SendChunk.class);

    List<Command> retiring = pool.retiring(OLD);
    List<Command> ready = pool.ready(NEW);
    pool.answer(sent, 0, 1, MS);
    List<Command> returned = pool.returned(sent, 1);

    assertEquals(1, only(retiring, Command.RevokeChunk.class).size());
    assertEquals(List.of(), ready);
    assertEquals(List.of("1..4"), ranges(returned));
  }

  @Test
  void aSuspectIsCountedLikeAnyOtherItem() {
    ScriptedPool pool = ScriptedPool.recycling(1, 2);
    pool.job(1, retrying(1), 4);
    pool.exitRunning(pool.last(Command.SendChunk.class), 0);

    List<Command> ready = pool.ready(NEW);
    List<Command> answered = pool.answerAll(only(ready, Command.SendChunk.class).get(0), MS);

    assertEquals(List.of("0..1"), ranges(ready));
    assertEquals(List.of("1..2"), ranges(answered));
  }

  @Test
  void aCrashOfASpentProcessIsACrash() {
    ScriptedPool pool = ScriptedPool.recycling(1, 1);
    pool.job(1, fixed(1), 2);

    List<Command> crash = pool.exitRunning(pool.last(Command.SendChunk.class), 0);
    List<Command> ready = pool.ready(NEW);

    assertEquals(1, only(crash, Command.FailItems.class).size());
    assertEquals(List.of("1..2"), ranges(ready));
    assertEquals(1, pool.scheduler.snapshot().workersLost());
  }

  @Test
  void processesThatDieOfTheirOnlyItemUnseenAreReplacedMoreSlowly() {
    ScriptedPool pool = ScriptedPool.recycling(1, 1);
    pool.job(1, fixed(1), 100);
    pool.exit(OLD);

    List<Command> ready = pool.ready(NEW);
    List<Command> later = pool.sleepUntilStart();

    assertEquals(List.of(), only(ready, Command.StartWorker.class));
    assertEquals(List.of(new Command.StartWorker(key(0, 3))), later);
  }
}
