package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static dev.procession.scheduler.ScriptedPool.ranges;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DispatchTest {
  @Test
  void allWorkersAreStartedAtOnce() {
    ScriptedPool pool = new ScriptedPool(3);

    List<Command> answer = pool.say(new Event.PoolOpened());

    assertEquals(
        List.of(
            new Command.StartWorker(key(0, 1)),
            new Command.StartWorker(key(1, 1)),
            new Command.StartWorker(key(2, 1))),
        answer);
  }

  @Test
  void itemsAreWantedAsSoonAsAJobIsOpenAndOneRequestIsOutstandingAtMost() {
    ScriptedPool pool = ScriptedPool.ready(2);

    List<Command> opened = pool.say(new Event.JobOpened(1, PLAIN));
    SimulatedBatch batch = new SimulatedBatch(1, 1, 10);
    List<Command> offered = pool.say(new Event.BatchOffered(batch));

    assertEquals(List.of(new Command.WantItems(1, 1)), only(opened, Command.WantItems.class));
    assertEquals(List.of(new Command.WantItems(1, 1)), only(offered, Command.WantItems.class));
  }

  @Test
  void littleIsAskedForOnceAWorkerHasNothingToDo() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, PLAIN, 2);
    for (int round = 0; round < 10; round++) {
      List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
      pool.forget();
      sent.forEach(chunk -> pool.answerAll(chunk, 1_000));
      pool.offer(1, 2);
    }
    pool.offer(1, 10_000);
    List<Command.SendChunk> sent = pool.said(Command.SendChunk.class);
    assertTrue(pool.last(Command.WantItems.class).atLeast() > 1);

    while (!sent.isEmpty()) {
      pool.forget();
      sent.forEach(chunk -> pool.answerAll(chunk, 1_000));
      sent = pool.said(Command.SendChunk.class);
    }

    assertEquals(new Command.WantItems(1, 1), pool.last(Command.WantItems.class));
  }

  @Test
  void workerThatWaitsGivesBackWhatItHasNotBegunAndGetsNothingUntilItGoesOn() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(3), 9);
    List<Command.SendChunk> held = pool.said(Command.SendChunk.class);
    assertEquals(2, held.size());

    List<Command> waits = pool.say(new Event.WorkerWaits(key(0, 1), true));
    assertEquals(
        List.of(
            new Command.RevokeChunk(key(0, 1), held.get(0).chunk().id()),
            new Command.RevokeChunk(key(0, 1), held.get(1).chunk().id())),
        only(waits, Command.RevokeChunk.class));
    assertEquals(List.of(), only(pool.returned(held.get(0), 1), Command.SendChunk.class));
    assertEquals(List.of(), only(pool.returned(held.get(1), 0), Command.SendChunk.class));

    pool.say(new Event.WorkerWaits(key(0, 1), false));
    List<Command> answered = pool.answer(held.get(0), 0, 1, MS);
    assertTrue(only(answered, Command.SendChunk.class).size() >= 1);
  }

  @Test
  void allWorkersWaitWhileItemsAreQueuedIsSaidOnce() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, fixed(1), 2);
    pool.say(new Event.WorkerWaits(key(0, 1), true));
    pool.say(new Event.WorkerWaits(key(1, 1), true));
    assertEquals(List.of(), pool.said(Command.WarnAllWait.class));

    pool.job(2, fixed(1), 1);
    pool.pass(1_000 * MS);
    assertEquals(1, pool.said(Command.WarnAllWait.class).size());

    pool.say(new Event.WorkerWaits(key(1, 1), false));
    pool.say(new Event.WorkerWaits(key(1, 1), true));
    assertEquals(2, pool.said(Command.WarnAllWait.class).size());
  }

  @Test
  void allWorkersMayWaitWhereNothingIsQueued() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 1);

    pool.say(new Event.WorkerWaits(key(0, 1), true));

    assertEquals(List.of(), pool.said(Command.WarnAllWait.class));
  }

  @Test
  void enoughIsNotAskedForAgain() {
    ScriptedPool pool = ScriptedPool.ready(1);

    pool.job(1, fixed(2), 100);

    assertEquals(1, pool.said(Command.WantItems.class).size());
  }

  @Test
  void anUnmeasuredJobGoesItemByItemToIdleWorkersOnly() {
    ScriptedPool pool = ScriptedPool.ready(2);

    pool.job(1, PLAIN, 100);

    assertEquals(
        List.of("0..1", "1..2"),
        pool.said(Command.SendChunk.class).stream().map(ScriptedPool::range).toList());
  }

  @Test
  void chunksGrowEightfoldTowardsFiveMillisecondsOfWork() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 50_000);

    int largest = 1;
    for (int i = 0; i < 8; i++) {
      Command.SendChunk sent = pool.said(Command.SendChunk.class).get(i);
      assertTrue(sent.chunk().count() <= 8 * largest, sent::toString);
      largest = Math.max(largest, sent.chunk().count());
      pool.answerAll(sent, 5_000);
    }

    assertEquals(1_000, largest);
  }

  @Test
  void slowItemsBringTheChunkSizeDown() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 50_000);
    for (int i = 0; i < 6; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 5_000);
    }

    for (int i = 6; i < 16; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 20 * MS);
    }

    assertEquals(1, pool.last(Command.SendChunk.class).chunk().count());
  }

  @Test
  void aSecondChunkWaitsAtAWorkerWhereItemsAreFast() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 100);

    List<Command> fast = pool.answerAll(pool.last(Command.SendChunk.class), 9 * MS);

    assertEquals(List.of("1..2", "2..3"), ranges(fast));
  }

  @Test
  void slowItemsDoNotWaitAtAWorker() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 100);

    List<Command> slow = pool.answerAll(pool.last(Command.SendChunk.class), 26 * MS);

    assertEquals(List.of("1..2"), ranges(slow));
  }

  @Test
  void aFixedChunkSizeIsKeptAndOneChunkMayWait() {
    ScriptedPool pool = ScriptedPool.ready(1);

    pool.job(1, fixed(3), 8);
    List<Command> answered = pool.answerAll(pool.said(Command.SendChunk.class).get(0), MS);

    assertEquals(2, pool.said(Command.SendChunk.class).size() - 1);
    assertEquals(List.of("6..8"), ranges(answered));
  }

  @Test
  void aLargeChunkIsCutToAMebibyteButOneItemAlwaysFits() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 1);
    SimulatedBatch heavy = new SimulatedBatch(1, 100, 400_000);
    pool.say(new Event.BatchOffered(heavy));
    pool.say(new Event.BatchOffered(new SimulatedBatch(1, 100, 5_000_000)));

    for (int i = 0; i < 60; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 100);
    }

    assertTrue(
        pool.said(Command.SendChunk.class).stream()
            .allMatch(
                s ->
                    s.chunk().count() == 1
                        || s.chunk().batch().sizeBytes(s.chunk().from(), s.chunk().to())
                            <= 1 << 20));
    assertTrue(
        pool.said(Command.SendChunk.class).stream()
            .anyMatch(s -> s.chunk().batch() == heavy && s.chunk().count() == 2));
  }

  @Test
  void chunksShrinkTowardsTheEndOfASizedInput() {
    ScriptedPool pool = ScriptedPool.ready(2);
    JobOptions sized =
        new JobOptions(OptionalInt.empty(), OptionalLong.of(4_000), OptionalLong.empty(), 0);
    pool.job(1, sized, 4_000);
    pool.say(new Event.JobSealed(1));

    int answered = 0;
    while (answered < pool.said(Command.SendChunk.class).size()) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(answered++), 10_000);
    }

    List<Integer> sizes =
        pool.said(Command.SendChunk.class).stream().map(s -> s.chunk().count()).toList();
    assertTrue(sizes.stream().anyMatch(s -> s > 400), sizes::toString);
    assertTrue(sizes.subList(sizes.size() - 3, sizes.size()).stream().allMatch(s -> s <= 2));
    assertEquals(4_000, sizes.stream().mapToInt(s -> s).sum());
    assertEquals(1, pool.said(Command.EndJob.class).size());
  }

  @Test
  void aShortQueueIsSharedAmongIdleWorkers() {
    ScriptedPool pool = ScriptedPool.ready(4);
    pool.job(1, PLAIN, 4);
    pool.said(Command.SendChunk.class).forEach(s -> pool.answerAll(s, 1_000));
    pool.forget();

    pool.offer(1, 8);

    assertEquals(
        4, pool.said(Command.SendChunk.class).stream().map(s -> s.worker()).distinct().count());
  }

  @Test
  void jobsTakeTurns() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(1), 10);
    pool.job(2, fixed(1), 10);

    for (int i = 0; i < 12; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 20 * MS);
    }

    long ofSecond =
        pool.said(Command.SendChunk.class).subList(0, 12).stream()
            .filter(s -> s.chunk().batch().jobId() == 2)
            .count();
    assertEquals(6, ofSecond);
  }

  @Test
  void everyWorkerGetsItsShareOfQuickItems() {
    ScriptedPool pool = ScriptedPool.ready(4);
    pool.job(1, fixed(1), 1000);

    for (int i = 0; i < 800; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 1_000);
    }

    for (int id = 0; id < 4; id++) {
      WorkerKey worker = key(id, 1);
      long share =
          pool.said(Command.SendChunk.class).stream()
              .filter(s -> s.worker().equals(worker))
              .count();
      assertTrue(share > 100, worker + " got " + share);
    }
  }

  @Test
  void whatIsALittleMoreThanAChunkIsCutInHalves() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, PLAIN, 1);
    pool.answerAll(pool.last(Command.SendChunk.class), ChunkSizer.TARGET_NANOS / 8);

    List<Command> offered = pool.say(new Event.BatchOffered(new SimulatedBatch(1, 9, 10)));

    assertEquals(List.of("0..5", "5..9"), ranges(offered));
  }

  @Test
  void theWindowHasRoomForAllWorkersFromTheBeginning() {
    ScriptedPool pool = ScriptedPool.ready(64);

    List<Command> opened = pool.say(new Event.JobOpened(1, fixed(3)));

    assertEquals(
        List.of(new Command.ResizeWindow(1, 64 * 16)), only(opened, Command.ResizeWindow.class));
  }

  @Test
  void theWindowGrowsWithTheChunksAndIsAnnouncedInLargeSteps() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, PLAIN, 200_000);

    for (int i = 0; i < 60; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 5_000 + i % 7);
    }

    List<Integer> windows =
        pool.said(Command.ResizeWindow.class).stream().map(Command.ResizeWindow::items).toList();
    assertTrue(windows.size() <= 6, windows::toString);
    assertTrue(windows.get(windows.size() - 1) >= 4 * 2 * 900 / 2, windows::toString);
    assertTrue(windows.stream().allMatch(w -> w <= 65_536), windows::toString);
  }

  @Test
  void theWindowGrowsToItsLimit() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.job(1, PLAIN, 300_000);

    // More than half of what the limit allows, and then all of it: less than twice as much.
    for (int i = 0; i < pool.said(Command.SendChunk.class).size(); i++) {
      pool.answerAll(
          pool.said(Command.SendChunk.class).get(i), i < 25 ? 2_000 : i < 60 ? 900 : 100);
    }

    List<Integer> windows =
        pool.said(Command.ResizeWindow.class).stream().map(Command.ResizeWindow::items).toList();
    assertTrue(windows.stream().anyMatch(w -> w > 32_768 && w < 65_536), windows::toString);
    assertEquals(65_536, windows.get(windows.size() - 1), windows::toString);
  }

  @Test
  void slowFirstItemOfANewProcessDoesNotShrinkChunks() {
    ScriptedPool pool =
        new ScriptedPool(ScriptedPool.options(2, OptionalInt.empty(), OptionalLong.empty()));
    pool.say(new Event.PoolOpened());
    pool.ready(key(0, 1));
    pool.job(1, PLAIN, 100_000);
    for (int i = 0; i < 20; i++) {
      pool.answerAll(pool.said(Command.SendChunk.class).get(i), 5_000);
    }
    List<Command.SendChunk> sent = only(pool.ready(key(1, 1)), Command.SendChunk.class);
    Command.SendChunk first = sent.get(0);
    assertEquals(key(1, 1), first.worker());

    List<Command> afterItsFirst = pool.answer(first, 0, 1, 40 * MS);

    assertEquals(List.of(), only(afterItsFirst, Command.ResizeWindow.class));
    pool.answer(first, 1, first.chunk().count() - 1, 5_000L * (first.chunk().count() - 1));
    int next = pool.last(Command.SendChunk.class).chunk().count();
    assertTrue(next >= 900, () -> "" + next);
  }

  @Test
  void aJobEndsWhenItIsSealedAndAllIsAnswered() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, fixed(2), 2);
    pool.answerAll(pool.last(Command.SendChunk.class), MS);

    List<Command> sealed = pool.say(new Event.JobSealed(1));

    assertEquals(List.of(new Command.EndJob(1)), sealed);
  }

  @Test
  void anEmptyJobEndsWhenItIsSealed() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.JobOpened(1, PLAIN));

    assertEquals(List.of(new Command.EndJob(1)), pool.say(new Event.JobSealed(1)));
  }
}
