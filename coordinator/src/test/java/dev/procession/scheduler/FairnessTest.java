package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Items that somebody waits for, each: which of them wait for which. */
class FairnessTest {
  private static final long MICROSECOND = 1_000;
  private static final long SLOW = 3;
  private static final JobOptions EACH =
      new JobOptions(
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          0,
          JobOptions.Waiting.FOR_EACH);

  private final ScriptedPool pool = ScriptedPool.ready(2);

  @Test
  void fewItemsAreBegunInOrderByWhoeverIsFree() {
    areKnownToBeQuick(EACH);

    pool.offer(1, 4);

    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    assertEquals(List.of("0..1", "1..2"), ranges(List.copyOf(sent)));
    pool.forget();
    List<Command> next = pool.answerAll(sent.get(1), MICROSECOND);
    assertEquals(List.of("2..3"), ranges(next));
    assertEquals(sent.get(1).worker(), only(next, Command.SendChunk.class).get(0).worker());
  }

  @Test
  void manyItemsShareMessages() {
    areKnownToBeQuick(EACH);

    pool.offer(1, 100_000);

    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    assertEquals(4, sent.size());
    assertTrue(sent.stream().allMatch(s -> s.chunk().count() > 1), sent::toString);
  }

  @Test
  void itemsThatWaitForAFreeWorkerGetOneAlthoughAnotherJobHasMuch() {
    areKnownToBeQuick(EACH);
    pool.job(2, PLAIN, 1_000_000);
    answer(0, 10);

    pool.offer(1, 2);
    assertEquals(0, itemsOf(1), "both workers have two chunks");
    answer(10, 20);

    assertEquals(2, itemsOf(1));
  }

  @Test
  void itemsThatTakeLongGetTheirTurnAlthoughAnotherJobHasMuch() {
    pool.job(1, PLAIN, 1_000_000);
    answer(0, 10);

    pool.job(SLOW, PLAIN, 4);
    answer(10, 40);

    assertTrue(itemsOf(SLOW) >= 2, () -> "" + itemsOf(SLOW));
  }

  @Test
  void jobWithLittleIsAskedForItWhileAnotherHasMuch() {
    areKnownToBeQuick(EACH);
    pool.job(2, PLAIN, 1_000_000);
    pool.offer(1, 2);
    assertTrue(wantedOf(1) > 1, "it may wait for more");

    answer(0, 20);

    assertTrue(pool.scheduler.snapshot().queuedItems() > 0, "nobody had nothing to do");
    assertEquals(1, wantedOf(1));
  }

  @Test
  void whatIsStuckBehindALongItemIsTakenBackAlthoughNobodyIsIdle() {
    areKnownToBeQuick(EACH);
    pool.offer(1, 100_000);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);

    List<Command> early = pool.pass(99 * MS);
    List<Command> late = pool.pass(MS);

    assertEquals(List.of(), only(early, Command.RevokeChunk.class));
    assertEquals(
        sent.stream().map(s -> s.chunk().id()).sorted().toList(),
        only(late, Command.RevokeChunk.class).stream()
            .map(Command.RevokeChunk::chunkId)
            .sorted()
            .toList());
  }

  @Test
  void whatWasTakenBackComesBeforeWhatCameLater() {
    areKnownToBeQuick(EACH);
    pool.offer(1, 100_000);
    List<Command.SendChunk> begun = pool.said(Command.SendChunk.class).subList(0, 2);
    List<Command.SendChunk> stuck = pool.said(Command.SendChunk.class).subList(2, 4);
    pool.pass(100 * MS);
    stuck.forEach(chunk -> pool.returned(chunk, 0));
    pool.offer(1, 100_000);
    pool.forget();

    pool.answerAll(begun.get(0), MICROSECOND);

    assertEquals(
        stuck.stream().map(chunk -> chunk.chunk().from()).sorted().toList(),
        pool.said(Command.SendChunk.class).stream()
            .map(chunk -> chunk.chunk().from())
            .sorted()
            .toList());
  }

  @Test
  void itemsOfOneCallerTravelTogetherAsBefore() {
    areKnownToBeQuick(PLAIN);

    pool.offer(1, 30);

    assertTrue(
        pool.said(Command.SendChunk.class).stream().anyMatch(s -> s.chunk().count() > 1),
        () -> pool.said(Command.SendChunk.class).toString());
  }

  /** Answers the chunks that were sent, in that order. */
  private void answer(int from, int to) {
    for (int i = from; i < to; i++) {
      Command.SendChunk sent = pool.said(Command.SendChunk.class).get(i);
      boolean isSlow = sent.chunk().batch().jobId() == SLOW;
      pool.answerAll(sent, isSlow ? 50 * MS : MICROSECOND);
    }
  }

  private int itemsOf(long job) {
    return pool.said(Command.SendChunk.class).stream()
        .filter(sent -> sent.chunk().batch().jobId() == job)
        .mapToInt(sent -> sent.chunk().count())
        .sum();
  }

  private int wantedOf(long job) {
    return pool.said(Command.WantItems.class).stream()
        .filter(want -> want.jobId() == job)
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .atLeast();
  }

  /** Leaves both workers idle, with the measure that items take a microsecond. */
  private void areKnownToBeQuick(JobOptions options) {
    pool.job(1, options, 2);
    for (int round = 0; round < 10; round++) {
      for (Command.SendChunk sent : pool.said(Command.SendChunk.class)) {
        pool.answerAll(sent, MICROSECOND);
      }
      pool.forget();
      pool.offer(1, 2);
    }
    for (Command.SendChunk sent : pool.said(Command.SendChunk.class)) {
      pool.answerAll(sent, MICROSECOND);
    }
    pool.forget();
  }
}
