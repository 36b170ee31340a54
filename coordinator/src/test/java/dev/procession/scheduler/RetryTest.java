package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final long LIMIT = 1000 * MS;

  private int answered; // by the test's thread only

  private static JobOptions retrying(int chunkSize, int retries, long delayNanos) {
    return options(chunkSize, OptionalLong.empty(), 0)
        .with(new JobOptions.Retry(retries, delayNanos, false));
  }

  private static JobOptions options(int chunkSize, OptionalLong timeoutNanos, int crashRetries) {
    return new JobOptions(
        OptionalInt.of(chunkSize), OptionalLong.empty(), timeoutNanos, crashRetries);
  }

  private static List<Command> answer(ScriptedPool pool, Command.SendChunk sent, int... failed) {
    BitSet worthRetrying = new BitSet();
    for (int position : failed) {
      worthRetrying.set(position);
    }
    return pool.say(
        new Event.WorkerAnswered(
            sent.worker(), sent.chunk().id(), 0, sent.chunk().count(), MS, "a", worthRetrying));
  }

  private static Command.SendChunk sent(List<Command> commands) {
    return only(commands, Command.SendChunk.class).get(0);
  }

  /** How long it takes until something is sent, if nothing else happens; and what is sent. */
  private record Sleep(long nanos, Command.SendChunk sent) {
    static Sleep of(ScriptedPool pool) {
      long nanos = 0;
      List<Command> said = List.of();
      while (only(said, Command.SendChunk.class).isEmpty()) {
        long wait = pool.untilWake().orElseThrow();
        nanos += wait;
        said = pool.pass(wait);
      }
      return new Sleep(nanos, RetryTest.sent(said));
    }
  }

  /** Answers what was sent, in its order, and what is sent then; returns the jobs. */
  private List<Long> jobsInTheirOrder(ScriptedPool pool, long nanosEach, int most) {
    for (int i = 0; i < most && answered < pool.said(Command.SendChunk.class).size(); i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(answered++), nanosEach);
    }
    return pool.said(Command.SendChunk.class).stream()
        .map(sent -> sent.chunk().batch().jobId())
        .toList();
  }

  private static List<String> delivered(List<Command> commands) {
    return only(commands, Command.Deliver.class).stream()
        .map(d -> d.from() + "+" + d.count() + " by " + d.answersFrom())
        .toList();
  }

  @Test
  void failuresAreSentAgainAndTheOthersAreDelivered() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(6, 1, 0), 6);

    List<Command> answer = answer(pool, pool.last(Command.SendChunk.class), 1, 2, 5);

    assertEquals(List.of("0+1 by 0", "3+2 by 3"), delivered(answer));
    assertEquals(List.of("1..3", "5..6"), ranges(answer));
    assertEquals(2, sent(answer).chunk().attempt());
  }

  @Test
  void theLastAttemptIsDeliveredWhateverItSays() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(1, 2, 0), 1);
    Command.SendChunk first = pool.last(Command.SendChunk.class);

    Command.SendChunk second = sent(answer(pool, first, 0));
    Command.SendChunk third = sent(answer(pool, second, 0));
    List<Command> end = answer(pool, third, 0);

    assertEquals(List.of("0+1 by 0"), delivered(end));
    assertEquals(3, third.chunk().attempt());
    assertEquals(2, pool.scheduler.snapshot().tasksRetried());
  }

  @Test
  void theDelayDoublesAndOtherItemsRunMeanwhile() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(1, 3, 100 * MS), 3);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> failed = answer(pool, sent.get(0), 0);
    answer(pool, sent.get(1));
    answer(pool, sent(failed));
    List<Long> waits = new ArrayList<>();
    for (int retry = 1; retry <= 3; retry++) {
      assertEquals(1, pool.scheduler.snapshot().delayedItems());
      Sleep sleep = Sleep.of(pool);
      waits.add(sleep.nanos() / MS);
      answer(pool, sleep.sent(), 0);
    }

    assertEquals(List.of("2..3"), ranges(failed));
    assertEquals(List.of(100L, 200L, 400L), waits);
    assertEquals(0, pool.scheduler.snapshot().delayedItems());
  }

  @Test
  void aDelayGrowsToAnHour() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(1, 100, 1000 * MS), 1);
    Command.SendChunk next = pool.last(Command.SendChunk.class);
    long last = 0;

    for (int retry = 1; retry <= 100; retry++) {
      answer(pool, next, 0);
      Sleep sleep = Sleep.of(pool);
      last = sleep.nanos();
      next = sleep.sent();
    }

    assertEquals(3600 * 1000 * MS, last);
  }

  @Test
  void aJobEndsOnlyAfterItsLastRetry() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, retrying(1, 1, 100 * MS), 1);
    pool.say(new Event.JobSealed(1));

    List<Command> failed = answer(pool, pool.last(Command.SendChunk.class), 0);
    List<Command> end = answer(pool, sent(pool.pass(100 * MS)), 0);

    assertEquals(List.of(), only(failed, Command.EndJob.class));
    assertEquals(List.of(new Command.EndJob(1)), only(end, Command.EndJob.class));
  }

  @Test
  void anItemThatIsCancelledWhileItWaitsDoesNotRunAgain() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, retrying(2, 1, 100 * MS), 2);
    answer(pool, pool.last(Command.SendChunk.class), 0, 1);

    List<Command> cancelled = pool.say(new Event.ItemCancelled(batch, 0));
    List<Command> due = pool.pass(100 * MS);

    assertEquals(List.of(), only(cancelled, Command.CancelItem.class));
    assertEquals(List.of("1..2"), ranges(due));
  }

  @Test
  void nothingIsTriedAgainOnceAllIsToEnd() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch = pool.job(1, retrying(1, 5, 100 * MS), 1);
    answer(pool, pool.last(Command.SendChunk.class), 0);

    List<Command> end = pool.say(new Event.ShutdownNowRequested());

    assertEquals(
        List.of(new Command.FailItems(batch, 0, 1, new Failure.Cancelled())),
        only(end, Command.FailItems.class));
    assertEquals(List.of(new Command.EndJob(1)), only(end, Command.EndJob.class));
  }

  @Test
  void crashesAndFailuresCountApart() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, options(1, OptionalLong.empty(), 1).with(new JobOptions.Retry(1, 0, false)), 1);
    Command.SendChunk second = sent(answer(pool, pool.last(Command.SendChunk.class), 0));
    pool.exitRunning(second, 0);

    Command.SendChunk third = sent(pool.ready(key(0, 2)));
    List<Command> crash = pool.exitRunning(third, 0);

    Failure crashed = only(crash, Command.FailItems.class).get(0).failure();
    assertEquals(3, third.chunk().attempt());
    assertEquals(new Failure.Crashed(key(0, 2), 3, "gone"), crashed);
  }

  @Test
  void anItemThatHeededItsTimeoutIsTriedAgain() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, options(2, OptionalLong.of(LIMIT), 0).with(new JobOptions.Retry(1, 0, true)), 2);
    Command.SendChunk first = pool.last(Command.SendChunk.class);
    pool.seen(first, 0);
    pool.pass(LIMIT);

    List<Command> heeded = pool.answer(first, 0, 1, LIMIT);

    assertEquals(List.of(), only(heeded, Command.FailItems.class));
    assertEquals(List.of("0..1"), ranges(heeded));
    assertEquals(2, sent(heeded).chunk().attempt());
  }

  @Test
  void anItemWhoseWorkerIsKilledForItsTimeoutIsTriedAgainOnce() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, options(3, OptionalLong.of(LIMIT), 0).with(new JobOptions.Retry(1, 0, true)), 3);
    Command.SendChunk first = pool.last(Command.SendChunk.class);
    pool.seen(first, 0);
    pool.pass(LIMIT);
    pool.pass(GRACE);
    pool.exitRunning(first, 0);

    List<String> sent = new ArrayList<>();
    List<Command> now = pool.ready(key(0, 2));
    while (!ranges(now).isEmpty()) {
      sent.addAll(ranges(now));
      now = answer(pool, sent(now));
    }

    assertEquals(List.of("0..1", "1..3"), sent.stream().sorted().toList());
    assertEquals(List.of(), pool.said(Command.FailItems.class));
  }

  @Test
  void anItemThatIsCancelledAfterItsTimeoutIsNotTriedAgain() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch =
        pool.job(
            1, options(1, OptionalLong.of(LIMIT), 0).with(new JobOptions.Retry(1, 0, true)), 1);
    Command.SendChunk first = pool.last(Command.SendChunk.class);
    pool.seen(first, 0);
    pool.pass(LIMIT);
    pool.say(new Event.ItemCancelled(batch, 0));

    List<Command> heeded = pool.answer(first, 0, 1, LIMIT);

    assertEquals(List.of(), only(heeded, Command.SendChunk.class));
    assertEquals(List.of(), only(heeded, Command.FailItems.class));
  }

  @Test
  void anItemThatTimedOutAndWaitsIsEndedByTheShutdown() {
    ScriptedPool pool = ScriptedPool.ready(1);
    SimulatedBatch batch =
        pool.job(
            1,
            options(2, OptionalLong.of(LIMIT), 0).with(new JobOptions.Retry(1, 100 * MS, true)),
            2);
    Command.SendChunk first = pool.last(Command.SendChunk.class);
    pool.answer(first, 0, 1, MS);
    pool.seen(first, 1);
    pool.pass(LIMIT);
    pool.answer(first, 1, 1, LIMIT);

    List<Command> end = pool.say(new Event.ShutdownNowRequested());

    assertEquals(
        List.of(new Command.FailItems(batch, 1, 1, new Failure.Cancelled())),
        only(end, Command.FailItems.class));
  }

  @Test
  void aFailureIsSentElsewhereWhileItsChunkIsStillAtWork() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.say(new Event.JobOpened(1, retrying(3, 1, 0)));
    SimulatedBatch batch = pool.offer(1, 3);
    Command.SendChunk first = pool.last(Command.SendChunk.class);
    BitSet failed = new BitSet();
    failed.set(0);
    List<Command> retry =
        pool.say(
            new Event.WorkerAnswered(first.worker(), first.chunk().id(), 0, 1, MS, "a", failed));

    List<Command> cancelled = pool.say(new Event.ItemCancelled(batch, 1));
    List<Command> cancelledRetry = pool.say(new Event.ItemCancelled(batch, 0));

    assertEquals(List.of("0..1"), ranges(retry));
    assertEquals(
        List.of(new Command.CancelItem(first.worker(), first.chunk().id(), 1)),
        only(cancelled, Command.CancelItem.class));
    assertEquals(
        List.of(new Command.CancelItem(sent(retry).worker(), sent(retry).chunk().id(), 0)),
        only(cancelledRetry, Command.CancelItem.class));
  }

  @Test
  void itemsOfAHigherPriorityAreSentFirst() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, ScriptedPool.fixed(1).withPriority(-1), 2);
    pool.job(2, ScriptedPool.fixed(1).withPriority(-1), 2);
    pool.job(3, ScriptedPool.fixed(1), 2);
    pool.job(4, ScriptedPool.fixed(1).withPriority(7), 2);

    List<Long> order = jobsInTheirOrder(pool, MS, Integer.MAX_VALUE);

    assertEquals(List.of(1L, 1L, 4L, 4L, 3L, 3L, 2L, 2L), order);
  }

  @Test
  void jobsOfOnePriorityTakeTurnsWhateverAHigherOneHasUsed() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, ScriptedPool.fixed(1).withPriority(1), 2);
    pool.job(2, ScriptedPool.fixed(1), 4);
    pool.pass(10_000 * MS);
    jobsInTheirOrder(pool, 10_000 * MS, 2);
    pool.job(3, ScriptedPool.fixed(1), 4);

    List<Long> order = jobsInTheirOrder(pool, MS, Integer.MAX_VALUE);

    assertEquals(List.of(2L, 2L), order.subList(2, 4));
    assertTrue(order.subList(4, 8).containsAll(List.of(2L, 3L)), order::toString);
  }

  @Test
  void whatALowerPriorityHasNotBegunIsTakenBack() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, ScriptedPool.fixed(10).withPriority(-1), 10);
    Command.SendChunk low = pool.last(Command.SendChunk.class);
    pool.job(2, ScriptedPool.fixed(1), 1);

    List<Command> late = pool.pass(Dispatcher.YIELD_NANOS);

    assertEquals(
        List.of(new Command.RevokeChunk(low.worker(), low.chunk().id())),
        only(late, Command.RevokeChunk.class));
  }
}
