package dev.procession.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.scheduler.WorkerKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of shared objects, one by one. */
final class SharingTest {
  private static final long FOREVER = SharedOperation.FOREVER;
  private static final WorkerKey ONE = new WorkerKey(1, 1);
  private static final WorkerKey TWO = new WorkerKey(2, 1);
  private static final long POOL = 5;
  private static final long A = 100;
  private static final long B = 101;

  private final Map<Long, SharedReply> replies = new HashMap<>();
  private final List<SharingCommand> others = new ArrayList<>();
  private Sharing sharing = new Sharing(POOL, SharingLimits.DEFAULT);
  private long now;
  private long lastRequest;

  private void handle(SharingEvent event) {
    for (SharingCommand command : sharing.handle(event, now)) {
      if (command instanceof SharingCommand.Answer answer) {
        assertEquals(null, replies.put(answer.requestId(), answer.reply()), "answered twice");
      } else {
        others.add(command);
      }
    }
  }

  private void made(long id, SharedSpec spec) {
    handle(new SharingEvent.Made(id, id == A ? "a" : "b", spec));
  }

  private static Caller task(WorkerKey worker, int position) {
    return new Caller(Optional.of(worker), 1, position, item(10 + position), 7);
  }

  private static TaskLabel item(long index) {
    return new TaskLabel(false, index, Optional.empty());
  }

  private static Caller program(long thread) {
    return Caller.ofProgram(thread);
  }

  /** Asks and returns the number of the request. */
  private long ask(Caller caller, long object, SharedOperation operation) {
    long id = ++lastRequest;
    handle(new SharingEvent.Asked(caller, id, object, "Some.java:" + id, operation));
    return id;
  }

  private void tell(Caller caller, long object, SharedOperation operation) {
    handle(new SharingEvent.Asked(caller, 0, object, "", operation));
  }

  private @Nullable SharedReply reply(long request) {
    return replies.get(request);
  }

  private static SharedOperation lock() {
    return new SharedOperation.Lock(FOREVER);
  }

  private void assertWaits(long request) {
    assertEquals(null, reply(request));
  }

  private void assertLocked(long request, boolean abandoned) {
    assertEquals(new SharedReply.Locked(abandoned), reply(request));
  }

  private String valueOf(long request) {
    byte[] bytes = assertInstanceOf(SharedReply.Value.class, reply(request)).bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void lockHasOneHolderAndIsPassedOnInTheOrderOfTheRequests() {
    made(A, new SharedSpec.Lock());
    long first = ask(task(ONE, 0), A, lock());
    long second = ask(task(TWO, 0), A, lock());
    long third = ask(program(1), A, lock());
    assertLocked(first, false);
    assertWaits(second);

    tell(task(ONE, 0), A, new SharedOperation.Unlock());
    assertLocked(second, false);
    assertWaits(third);

    tell(task(TWO, 0), A, new SharedOperation.Unlock());
    assertLocked(third, false);
  }

  @Test
  void lockOfADeadProcessIsReleasedAndTheNextHolderLearnsIt() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 0), A, lock());
    long next = ask(task(TWO, 0), A, lock());
    long last = ask(program(1), A, lock());

    handle(new SharingEvent.WorkerGone(ONE));
    assertLocked(next, true);

    tell(task(TWO, 0), A, new SharedOperation.Unlock());
    assertLocked(last, false);
    assertEquals(List.of(), others);
  }

  @Test
  void lockIsNotPassedToADeadProcessThatWaited() {
    made(A, new SharedSpec.Lock());
    long held = ask(program(1), A, lock());
    long dead = ask(task(ONE, 0), A, lock());
    long next = ask(task(TWO, 0), A, lock());
    handle(new SharingEvent.WorkerGone(ONE));

    tell(program(1), A, new SharedOperation.Unlock());

    assertLocked(held, false);
    assertWaits(dead);
    assertLocked(next, false);
  }

  @Test
  void taskThatIsKilledBecauseItWasCancelledLosesItsLockWithAWarning() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 3), A, lock());
    long next = ask(task(TWO, 0), A, lock());
    handle(new SharingEvent.TaskCancelled(ONE, 1, 3));

    handle(new SharingEvent.WorkerGone(ONE));

    assertLocked(next, true);
    assertEquals(
        List.of(new SharingCommand.WarnLeftHeld("lock 'a'", task(ONE, 3), "Some.java:1")), others);
  }

  @Test
  void amountAddedToNoCounterIsReportedOnceForEach() {
    tell(task(ONE, 0), A, new SharedOperation.Add(3));
    tell(task(ONE, 1), A, new SharedOperation.Add(4));

    assertEquals(List.of(new SharingCommand.WarnLostAmount(Optional.of(ONE), 3)), others);
  }

  @Test
  void taskThatEndsWithALockLosesItWithAWarning() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 3), A, lock());
    long next = ask(task(TWO, 0), A, lock());

    handle(new SharingEvent.TasksEnded(ONE, 1, 3));

    assertLocked(next, true);
    assertEquals(
        List.of(new SharingCommand.WarnLeftHeld("lock 'a'", task(ONE, 3), "Some.java:1")), others);
  }

  @Test
  void requestOfALaterTaskShowsThatTheOneBeforeHasEnded() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 3), A, lock());

    long next = ask(task(ONE, 4), A, lock());

    assertLocked(next, true);
    assertEquals(1, others.size());
  }

  @Test
  void whatATaskHasLeftBehindHoldsNothingAndTakesNothing() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 0), A, lock());
    handle(new SharingEvent.TasksEnded(ONE, 1, 0));
    ask(task(TWO, 0), A, lock());

    tell(task(ONE, 0), A, new SharedOperation.Unlock());
    long late = ask(task(ONE, 0), A, lock());

    assertEquals(new SharedReply.Withdrawn(), reply(late));
    assertEquals(1, others.size(), others::toString);
  }

  @Test
  void workerThatUnlocksWhatItDoesNotHoldMisbehaves() {
    made(A, new SharedSpec.Lock());
    ask(task(ONE, 0), A, lock());

    tell(task(TWO, 0), A, new SharedOperation.Unlock());

    assertInstanceOf(SharingCommand.Misbehaved.class, others.get(0));
    assertEquals(TWO, ((SharingCommand.Misbehaved) others.get(0)).worker());
  }

  @Test
  void timedRequestIsAnsweredWhenItsTimeIsOver() {
    made(A, new SharedSpec.Lock());
    ask(program(1), A, lock());
    long timed = ask(task(ONE, 0), A, new SharedOperation.Lock(50));
    long atOnce = ask(task(TWO, 0), A, new SharedOperation.Lock(0));
    assertEquals(new SharedReply.TimedOut(), reply(atOnce));
    assertEquals(50, sharing.nextWakeNanos().getAsLong());

    now = 49;
    handle(new SharingEvent.TimePassed());
    assertWaits(timed);
    now = 50;
    handle(new SharingEvent.TimePassed());
    assertEquals(new SharedReply.TimedOut(), reply(timed));
  }

  @Test
  void withdrawnRequestIsAnsweredOnceWhicheverComesFirst() {
    made(A, new SharedSpec.Queue(1));
    long early = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));
    handle(new SharingEvent.Withdrawn(Optional.of(ONE), early));
    assertEquals(new SharedReply.Withdrawn(), reply(early));

    long late = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));
    ask(program(1), A, new SharedOperation.Put("x".getBytes(StandardCharsets.UTF_8), 0));
    handle(new SharingEvent.Withdrawn(Optional.of(ONE), late));
    assertEquals("x", valueOf(late));
  }

  @Test
  void cancelledTaskWaitsNoLongerAndTakesNothingMore() {
    made(A, new SharedSpec.Queue(1));
    made(B, new SharedSpec.Lock());
    long waits = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));

    handle(new SharingEvent.TaskCancelled(ONE, 1, 0));
    assertEquals(new SharedReply.Withdrawn(), reply(waits));
    ask(program(1), A, new SharedOperation.Put("x".getBytes(StandardCharsets.UTF_8), 0));
    long late = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));
    assertEquals(new SharedReply.Withdrawn(), reply(late));
    assertLocked(ask(task(ONE, 0), B, lock()), false);

    long next = ask(task(ONE, 1), A, new SharedOperation.Take(FOREVER));
    assertEquals("x", valueOf(next));
  }

  @Test
  void cycleIsFoundByTheRequestThatClosesItAndNamed() {
    made(A, new SharedSpec.Lock());
    made(B, new SharedSpec.Lock());
    ask(task(ONE, 0), A, lock());
    ask(task(TWO, 5), B, lock());
    long waits = ask(task(ONE, 0), B, lock());

    long closes = ask(task(TWO, 5), A, lock());

    assertWaits(waits);
    assertEquals(
        new SharedReply.Deadlock(
            "item 16 on worker 2 waits for lock 'a' at Some.java:4, which item 11 on worker 1 holds"
                + " since Some.java:1; item 11 on worker 1 waits for lock 'b' at Some.java:3, which"
                + " item 16 on worker 2 holds since Some.java:2"),
        reply(closes));
    tell(task(TWO, 5), B, new SharedOperation.Unlock());
    assertLocked(waits, false);
  }

  @Test
  void cycleOfWaitsThatEndByThemselvesIsNone() {
    made(A, new SharedSpec.Lock());
    made(B, new SharedSpec.Lock());
    ask(task(ONE, 0), A, lock());
    ask(task(TWO, 0), B, lock());
    ask(task(ONE, 0), B, new SharedOperation.Lock(1_000));

    long closes = ask(task(TWO, 0), A, lock());
    assertWaits(closes);
    now = 1_000;
    handle(new SharingEvent.TimePassed());
    tell(task(ONE, 0), A, new SharedOperation.Unlock());
    assertLocked(closes, false);
  }

  @Test
  void permitsOfTheDeadComeBackAndRequestsAreServedInTheirOrder() {
    made(A, new SharedSpec.Semaphore(3));
    ask(task(ONE, 0), A, new SharedOperation.Acquire(2, FOREVER));
    long many = ask(task(TWO, 0), A, new SharedOperation.Acquire(3, FOREVER));
    long one = ask(program(1), A, new SharedOperation.Acquire(1, FOREVER));
    assertWaits(one);

    handle(new SharingEvent.WorkerGone(ONE));
    assertEquals(new SharedReply.Done(), reply(many));
    assertWaits(one);
    tell(task(TWO, 0), A, new SharedOperation.Release(1));
    assertEquals(new SharedReply.Done(), reply(one));
  }

  @Test
  void requestBehindOneThatGivesUpGoesOn() {
    made(A, new SharedSpec.Semaphore(3));
    ask(task(ONE, 0), A, new SharedOperation.Acquire(2, FOREVER));
    ask(task(TWO, 0), A, new SharedOperation.Acquire(3, 10));
    long one = ask(program(1), A, new SharedOperation.Acquire(1, FOREVER));

    now = 10;
    handle(new SharingEvent.TimePassed());

    assertEquals(new SharedReply.Done(), reply(one));
  }

  @Test
  void morePermitsThanThereAreAreRefusedAndThoseNotHeldAreNotTakenBack() {
    made(A, new SharedSpec.Semaphore(3));
    long many = ask(task(ONE, 0), A, new SharedOperation.Acquire(4, FOREVER));
    assertInstanceOf(SharedReply.Refused.class, reply(many));

    tell(task(ONE, 0), A, new SharedOperation.Release(1));
    assertInstanceOf(SharingCommand.Misbehaved.class, others.get(0));
  }

  @Test
  void queueKeepsTheOrderAndItsBoundAndWhatTheDeadHavePut() {
    made(A, new SharedSpec.Queue(2));
    for (String item : List.of("x", "y", "z")) {
      ask(task(ONE, 0), A, new SharedOperation.Put(item.getBytes(StandardCharsets.UTF_8), 0));
    }
    assertEquals(new SharedReply.TimedOut(), reply(3));
    handle(new SharingEvent.WorkerGone(ONE));

    long first = ask(task(TWO, 0), A, new SharedOperation.Take(FOREVER));
    long second = ask(task(TWO, 0), A, new SharedOperation.Take(FOREVER));
    assertEquals("xy", valueOf(first) + valueOf(second));
  }

  @Test
  void putThatWaitsGetsTheFirstFreePlace() {
    made(A, new SharedSpec.Queue(1));
    ask(task(ONE, 0), A, new SharedOperation.Put("x".getBytes(StandardCharsets.UTF_8), FOREVER));
    long waits =
        ask(
            task(ONE, 0),
            A,
            new SharedOperation.Put("y".getBytes(StandardCharsets.UTF_8), FOREVER));
    assertWaits(waits);

    ask(program(1), A, new SharedOperation.Take(FOREVER));
    assertEquals(new SharedReply.Done(), reply(waits));
    long next = ask(program(1), A, new SharedOperation.Take(FOREVER));
    assertEquals("y", valueOf(next));
  }

  @Test
  void finishedQueueIsEmptiedFirst() {
    made(A, new SharedSpec.Queue(5));
    ask(program(1), A, new SharedOperation.Put("x".getBytes(StandardCharsets.UTF_8), 0));
    ask(program(1), A, new SharedOperation.Finish());

    long put =
        ask(program(1), A, new SharedOperation.Put("y".getBytes(StandardCharsets.UTF_8), FOREVER));
    long take = ask(program(1), A, new SharedOperation.Take(FOREVER));
    long end = ask(program(1), A, new SharedOperation.Take(FOREVER));

    assertEquals(new SharedReply.Finished(), reply(put));
    assertEquals("x", valueOf(take));
    assertEquals(new SharedReply.Finished(), reply(end));
  }

  @Test
  void finishEndsTheWaitOfTakers() {
    made(A, new SharedSpec.Queue(5));
    long one = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));
    long two = ask(task(TWO, 0), A, new SharedOperation.Take(FOREVER));

    ask(program(1), A, new SharedOperation.Finish());

    assertEquals(new SharedReply.Finished(), reply(one));
    assertEquals(new SharedReply.Finished(), reply(two));
  }

  @Test
  void closedObjectAndEndedPoolTellThoseThatWait() {
    made(A, new SharedSpec.Queue(5));
    made(B, new SharedSpec.Latch(1));
    long atA = ask(task(ONE, 0), A, new SharedOperation.Take(FOREVER));
    long atB = ask(program(1), B, new SharedOperation.Await(FOREVER));

    ask(program(2), A, new SharedOperation.Close());
    assertEquals(new SharedReply.Gone(POOL), reply(atA));
    assertEquals(new SharedReply.Gone(POOL), reply(ask(program(2), A, new SharedOperation.Size())));
    handle(new SharingEvent.PoolEnded());
    assertEquals(new SharedReply.PoolEnded(), reply(atB));
  }

  @Test
  void latchLetsEverybodyGoAtZero() {
    made(A, new SharedSpec.Latch(2));
    long one = ask(task(ONE, 0), A, new SharedOperation.Await(FOREVER));
    long two = ask(program(1), A, new SharedOperation.Await(FOREVER));
    ask(program(2), A, new SharedOperation.CountDown());
    assertWaits(one);

    ask(program(2), A, new SharedOperation.CountDown());
    ask(program(2), A, new SharedOperation.CountDown());

    assertEquals(new SharedReply.Done(), reply(one));
    assertEquals(new SharedReply.Done(), reply(two));
    assertEquals(new SharedReply.Numeric(0), reply(ask(program(1), A, new SharedOperation.Read())));
  }

  @Test
  void counterCounts() {
    made(A, new SharedSpec.Counter(5));
    tell(task(ONE, 0), A, new SharedOperation.Add(3));
    List<SharedReply> all = new ArrayList<>();
    for (SharedOperation operation :
        List.of(
            new SharedOperation.Read(),
            new SharedOperation.Raise(20),
            new SharedOperation.Lower(7),
            new SharedOperation.CompareAndSet(8, 1),
            new SharedOperation.CompareAndSet(7, 1),
            new SharedOperation.Write(-4),
            new SharedOperation.Add(-1))) {
      all.add(reply(ask(task(TWO, 0), A, operation)));
    }

    assertEquals(
        List.of(
            new SharedReply.Numeric(8),
            new SharedReply.Numeric(20),
            new SharedReply.Numeric(7),
            new SharedReply.Flag(false),
            new SharedReply.Flag(true),
            new SharedReply.Numeric(-4),
            new SharedReply.Numeric(-5)),
        all);
  }

  @Test
  void mapStoresReplacesAndExchanges() {
    made(A, new SharedSpec.Map());
    byte[] key = {1};
    byte[] none = {};
    byte[] x = "x".getBytes(StandardCharsets.UTF_8);
    byte[] y = "y".getBytes(StandardCharsets.UTF_8);
    SharedOperation.When present = SharedOperation.When.PRESENT;
    long absent = ask(program(1), A, new SharedOperation.Store(key, x, present));
    long first = ask(program(1), A, new SharedOperation.Exchange(key, none, x));
    long again = ask(program(1), A, new SharedOperation.Exchange(key, none, x));
    long second = ask(program(1), A, new SharedOperation.Exchange(key, x, y));
    long kept = ask(program(1), A, new SharedOperation.Store(key, x, SharedOperation.When.ABSENT));
    long removed = ask(program(1), A, new SharedOperation.Exchange(key, y, none));

    assertEquals(new SharedReply.NoValue(), reply(absent));
    assertEquals(new SharedReply.Flag(true), reply(first));
    assertEquals(new SharedReply.Flag(false), reply(again));
    assertEquals(new SharedReply.Flag(true), reply(second));
    assertEquals("y", valueOf(kept));
    assertEquals(new SharedReply.Flag(true), reply(removed));
    assertEquals(new SharedReply.Numeric(0), reply(ask(program(1), A, new SharedOperation.Size())));
  }

  @Test
  void limitsAreKeptAndNamed() {
    sharing = new Sharing(POOL, new SharingLimits(10, 200, 2, 5));
    made(A, new SharedSpec.Queue(1));
    made(B, new SharedSpec.Map());
    long large = ask(program(1), A, new SharedOperation.Put(new byte[201], 0));
    long entry =
        ask(
            program(1),
            B,
            new SharedOperation.Store(new byte[1], new byte[100], SharedOperation.When.ALWAYS));

    assertTrue(String.valueOf(reply(large)).contains("limit of 200"), () -> "" + reply(large));
    assertTrue(String.valueOf(reply(entry)).contains("limit of 200"), () -> "" + reply(entry));
    ask(program(1), A, new SharedOperation.Put(new byte[1], 0));
    ask(thread(1), A, new SharedOperation.Put(new byte[10], FOREVER));
    long bytes = ask(thread(2), A, new SharedOperation.Put(new byte[10], FOREVER));
    assertTrue(String.valueOf(reply(bytes)).contains("limit of a worker"));
    ask(thread(3), A, new SharedOperation.Put(new byte[0], FOREVER));
    ask(thread(4), A, new SharedOperation.Put(new byte[0], FOREVER));
    assertInstanceOf(SharingCommand.Misbehaved.class, others.get(0));
  }

  private static Caller thread(long thread) {
    return new Caller(Optional.of(ONE), 1, 0, item(0), thread);
  }

  @Test
  void waitThatLastsIsToldAndSoIsItsEnd() {
    made(A, new SharedSpec.Lock());
    ask(program(1), A, lock());
    ask(task(ONE, 0), A, lock());
    handle(new SharingEvent.TimePassed());
    assertEquals(List.of(), others);

    now = sharing.nextWakeNanos().getAsLong();
    handle(new SharingEvent.TimePassed());
    assertEquals(List.of(new SharingCommand.WorkerWaits(ONE)), others);
    assertEquals(
        List.of(
            "item 11 on worker 1 waits for lock 'a' at Some.java:2, which thread 1 of the program"
                + " holds since Some.java:1"),
        sharing.waits(Optional.of(ONE)));

    tell(program(1), A, new SharedOperation.Unlock());
    assertEquals(new SharingCommand.WorkerResumes(ONE), others.get(1));
  }

  private static Caller threadOfNoTask(long thread) {
    return new Caller(Optional.of(ONE), 0, 1, item(-1), thread);
  }

  private void passSeconds(long seconds) {
    for (int i = 0; i < seconds * 10; i++) {
      now += 100_000_000;
      handle(new SharingEvent.TimePassed());
    }
  }

  @Test
  void lockThatAThreadOfNoTaskHoldsOutlivesTasksAndIsToldToThoseThatWaitForLong() {
    made(A, new SharedSpec.Lock());
    ask(threadOfNoTask(9), A, lock());
    ask(task(ONE, 0), B, new SharedOperation.Read());
    handle(new SharingEvent.TasksEnded(ONE, 1, 0));
    long waits = ask(program(1), A, lock());

    passSeconds(9);
    assertEquals(List.of(), others);
    passSeconds(60);
    assertEquals(
        List.of(
            new SharingCommand.WarnHeldLong(
                "thread 1 of the program waits for lock 'a' at Some.java:3",
                threadOfNoTask(9),
                "Some.java:1")),
        others);
    assertWaits(waits);

    handle(new SharingEvent.WorkerGone(ONE));
    assertLocked(waits, true);
    assertEquals(
        new SharingCommand.WarnLeftHeld("lock 'a'", threadOfNoTask(9), "Some.java:1"),
        others.get(1));
  }

  @Test
  void lockThatIsPassedOnOrThatATaskHoldsIsNotReported() {
    made(A, new SharedSpec.Lock());
    made(B, new SharedSpec.Semaphore(1));
    ask(task(TWO, 0), B, new SharedOperation.Acquire(1, FOREVER));
    ask(program(1), B, new SharedOperation.Acquire(1, FOREVER));
    for (int i = 0; i < 30; i++) {
      ask(program(2), A, lock());
      ask(threadOfNoTask(9), A, lock());
      passSeconds(1);
      tell(program(2), A, new SharedOperation.Unlock());
      tell(threadOfNoTask(9), A, new SharedOperation.Unlock());
    }

    assertEquals(List.of(), others);
  }

  @Test
  void permitsOfTheProgramThatAreAwaitedForLongAreReportedOnce() {
    made(A, new SharedSpec.Semaphore(2));
    ask(program(1), A, new SharedOperation.Acquire(1, FOREVER));
    ask(program(2), A, new SharedOperation.Acquire(1, FOREVER));
    ask(task(ONE, 0), A, new SharedOperation.Acquire(1, FOREVER));

    passSeconds(60);

    assertEquals(1, others.stream().filter(c -> c instanceof SharingCommand.WarnHeldLong).count());
  }

  @Test
  void whatTheInitializerLeavesIsReleasedWithAWarning() {
    made(A, new SharedSpec.Lock());
    Caller initializer = new Caller(Optional.of(ONE), 0, 0, item(-1), 7);
    ask(initializer, A, lock());
    long next = ask(program(1), A, lock());

    handle(new SharingEvent.TasksEnded(ONE, 0, 0));
    tell(initializer, A, new SharedOperation.Unlock());

    assertLocked(next, true);
    assertEquals(
        List.of(new SharingCommand.WarnLeftHeld("lock 'a'", initializer, "Some.java:1")), others);
    assertEquals("the initializer of worker 1", initializer.toString());
    long late = ask(initializer, A, lock());
    assertEquals(new SharedReply.Withdrawn(), reply(late));
  }

  @Test
  void threadOfNoTaskThatWaitsDoesNotMakeItsWorkerWait() {
    made(A, new SharedSpec.Queue(1));
    ask(threadOfNoTask(9), A, new SharedOperation.Take(FOREVER));

    passSeconds(1);

    assertEquals(List.of(), others);
    assertEquals(1, sharing.waits(Optional.of(ONE)).size());
  }

  @Test
  void whatIsWaitedForIsNamedByTaskAndObject() {
    made(A, new SharedSpec.Queue(1));
    made(B, new SharedSpec.Semaphore(2));
    Optional<String> name = Optional.of("pay");
    Caller named = new Caller(Optional.of(ONE), 1, 0, new TaskLabel(true, 4, name), 7);
    Caller ofMap = new Caller(Optional.of(TWO), 1, 0, new TaskLabel(false, 4, name), 7);
    Caller unnamed =
        new Caller(Optional.of(TWO), 1, 0, new TaskLabel(true, 4, Optional.empty()), 8);
    ask(program(1), B, new SharedOperation.Acquire(2, FOREVER));

    ask(named, A, new SharedOperation.Take(FOREVER));
    ask(ofMap, B, new SharedOperation.Acquire(2, FOREVER));
    ask(unnamed, B, new SharedOperation.Acquire(1, FOREVER));

    assertEquals(
        List.of("task 'pay' on worker 1 waits for an item of queue 'a' at Some.java:2"),
        sharing.waits(Optional.of(ONE)));
    assertEquals(
        List.of(
            "item 5 of 'pay' on worker 2 waits for 2 permits of semaphore 'b' at Some.java:3",
            "submitted task 5 on worker 2 waits for 1 permit of semaphore 'b' at Some.java:4"),
        sharing.waits(Optional.of(TWO)));
  }

  @Test
  void shortWaitsAreNotTold() {
    made(A, new SharedSpec.Lock());
    for (int i = 0; i < 100; i++) {
      ask(program(1), A, lock());
      ask(task(ONE, 0), A, lock());
      now += Sharing.MOMENT_NANOS / 2;
      tell(program(1), A, new SharedOperation.Unlock());
      tell(task(ONE, 0), A, new SharedOperation.Unlock());
    }

    assertEquals(List.of(), others);
  }

  @Test
  void requestsThatWaitHaveNumbersOfTheirOwn() {
    made(A, new SharedSpec.Latch(1));
    long waits = ask(thread(1), A, new SharedOperation.Await(FOREVER));
    handle(new SharingEvent.Asked(thread(2), waits, A, "", new SharedOperation.Await(FOREVER)));

    assertInstanceOf(SharingCommand.Misbehaved.class, others.get(0));
  }
}
