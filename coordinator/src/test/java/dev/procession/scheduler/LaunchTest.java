package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.PLAIN;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.scheduler.PoolSnapshot.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many processes are launched side by side, and who makes room for the next. */
class LaunchTest {
  private static final long SILENCE = LaunchLimit.MAX_SILENCE_NANOS;
  private static final long LEAD = LaunchLimit.LEAD_NANOS;

  private static ScriptedPool limited(int workers, int launchesAtOnce) {
    return new ScriptedPool(
        ScriptedPool.options(
            workers, OptionalInt.empty(), OptionalLong.empty(), OptionalInt.of(launchesAtOnce)));
  }

  private static ScriptedPool opened(int workers, int launchesAtOnce) {
    ScriptedPool pool = limited(workers, launchesAtOnce);
    pool.say(new Event.PoolOpened());
    return pool;
  }

  private static List<WorkerKey> launched(List<? extends Command> commands) {
    return commands.stream()
        .filter(Command.StartWorker.class::isInstance)
        .map(command -> ((Command.StartWorker) command).worker())
        .toList();
  }

  @Test
  void noMoreAreLaunchedAtOnceThanTheLimit() {
    ScriptedPool pool = limited(5, 2);

    List<WorkerKey> first = launched(pool.say(new Event.PoolOpened()));
    List<WorkerKey> later = launched(pool.pass(SILENCE - MS));

    assertEquals(List.of(key(0, 1), key(1, 1)), first);
    assertEquals(List.of(), later);
  }

  @Test
  void helloMakesRoomForTheNext() {
    ScriptedPool pool = opened(5, 2);

    List<WorkerKey> next = launched(pool.hello(key(1, 1)));

    assertEquals(List.of(key(2, 1)), next);
  }

  @Test
  void helloOfTheFirstMakesRoomAMomentLaterIfItemsWait() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);

    List<WorkerKey> hello = launched(pool.hello(key(0, 1)));
    List<WorkerKey> early = launched(pool.pass(LEAD - MS));
    List<WorkerKey> next = launched(pool.pass(MS));

    assertEquals(List.of(), hello);
    assertEquals(List.of(), early);
    assertEquals(List.of(key(1, 1)), next);
  }

  @Test
  void firstLeadsAgainOnceItIsReady() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.hello(key(0, 1));
    pool.pass(LEAD - MS);
    pool.ready(key(0, 1));

    List<WorkerKey> early = launched(pool.pass(LEAD - MS));
    List<WorkerKey> next = launched(pool.pass(MS));

    assertEquals(List.of(), early);
    assertEquals(List.of(key(1, 1)), next);
  }

  @Test
  void firstThatIsReadyAfterItsLeadDoesNotLeadAgain() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.hello(key(0, 1));
    List<WorkerKey> next = launched(pool.pass(LEAD));

    pool.ready(key(0, 1));

    assertEquals(List.of(key(1, 1)), next);
    assertEquals(List.of(key(2, 1)), launched(pool.hello(key(1, 1))));
  }

  @Test
  void firstThatSaysHelloLateMakesRoomAsSoon() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.pass(SILENCE - MS);
    pool.hello(key(0, 1));

    List<WorkerKey> launched = new ArrayList<>();
    for (long waited = 0; waited < LEAD; ) {
      long untilWake = pool.untilWake().orElseThrow();
      launched.addAll(launched(pool.pass(untilWake)));
      waited += untilWake;
    }

    assertEquals(List.of(key(1, 1)), launched);
  }

  @Test
  void firstThatDiesMakesRoom() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.hello(key(0, 1));

    List<WorkerKey> next = launched(pool.exit(key(0, 1)));

    assertEquals(List.of(key(1, 1)), next);
  }

  @Test
  void onlyTheFirstLeads() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.hello(key(0, 1));
    pool.pass(LEAD);

    List<WorkerKey> next = launched(pool.hello(key(1, 1)));

    assertEquals(List.of(key(2, 1)), next);
  }

  @Test
  void poolThatIsOverInAMomentLaunchesOneProcess() {
    ScriptedPool pool = opened(2, 1);
    pool.job(1, PLAIN, 1);
    pool.say(new Event.JobSealed(1));
    pool.hello(key(0, 1));
    Command.SendChunk sent = only(pool.ready(key(0, 1)), Command.SendChunk.class).get(0);

    pool.answerAll(sent, MS);
    pool.say(new Event.ShutdownRequested());
    pool.exit(key(0, 1));

    assertEquals(1, pool.said(Command.StartWorker.class).size());
    assertEquals(1, pool.said(Command.Terminate.class).size());
  }

  @Test
  void helloMakesRoomOnce() {
    ScriptedPool pool = opened(5, 2);
    pool.hello(key(1, 1));

    List<WorkerKey> again = launched(pool.hello(key(1, 1)));
    List<WorkerKey> ready = launched(pool.ready(key(1, 1)));

    assertEquals(List.of(), again);
    assertEquals(List.of(), ready);
  }

  @Test
  void whoRunsItsInitializerDoesNotKeepOthersWaiting() {
    ScriptedPool pool = opened(20, 1);

    for (int id = 0; id < 19; id++) {
      assertEquals(List.of(key(id + 1, 1)), launched(pool.hello(key(id, 1))));
    }

    assertTrue(
        pool.scheduler.snapshot().workers().stream().allMatch(w -> w.state() == Phase.STARTING));
  }

  @Test
  void theFirstThatIsReadyGetsWorkWhileOthersWaitToBeLaunched() {
    ScriptedPool pool = opened(5, 1);
    pool.job(1, PLAIN, 3);
    pool.hello(key(0, 1));

    List<Command> ready = pool.ready(key(0, 1));

    assertEquals(key(0, 1), only(ready, Command.SendChunk.class).get(0).worker());
    assertEquals(1, pool.said(Command.StartWorker.class).size());
  }

  @Test
  void deathBeforeHelloMakesRoom() {
    ScriptedPool pool = opened(5, 2);

    List<WorkerKey> next = launched(pool.exit(key(0, 1)));

    assertEquals(List.of(key(2, 1)), next);
  }

  @Test
  void whoIsKilledBeforeHelloMakesRoomWithItsEnd() {
    ScriptedPool pool = opened(3, 1);

    List<WorkerKey> killed = launched(pool.say(new Event.WorkerMisbehaved(key(0, 1))));
    List<WorkerKey> ended = launched(pool.exit(key(0, 1)));

    assertEquals(List.of(), killed);
    assertEquals(List.of(key(1, 1)), ended);
  }

  @Test
  void silenceKeepsOthersWaitingForALimitedTime() {
    ScriptedPool pool = opened(3, 1);

    OptionalLong wake = pool.untilWake();
    List<WorkerKey> early = launched(pool.pass(SILENCE - MS));
    List<WorkerKey> next = launched(pool.pass(MS));

    assertEquals(OptionalLong.of(SILENCE), wake);
    assertEquals(List.of(), early);
    assertEquals(List.of(key(1, 1)), next);
  }

  @Test
  void silenceIsLimitedForEachOfThem() {
    ScriptedPool pool = opened(5, 2);
    pool.pass(SILENCE / 2);
    pool.hello(key(0, 1));

    List<WorkerKey> first = launched(pool.pass(SILENCE / 2));
    List<WorkerKey> second = launched(pool.pass(SILENCE / 2));

    assertEquals(List.of(key(3, 1)), first);
    assertEquals(List.of(key(4, 1)), second);
  }

  @Test
  void whoHasBeenSilentForTooLongStillHasItsStartTimeout() {
    ScriptedPool pool = opened(2, 1);
    pool.pass(SILENCE);

    List<Command> early = pool.pass(ScriptedPool.START_TIMEOUT - SILENCE - MS);
    List<Command> due = pool.pass(MS);

    assertEquals(List.of(), only(early, Command.KillWorker.class));
    assertEquals(key(0, 1), only(due, Command.KillWorker.class).get(0).worker());
  }

  @Test
  void lateHelloDoesNotMakeRoomASecondTime() {
    ScriptedPool pool = opened(5, 1);
    pool.pass(SILENCE);

    List<WorkerKey> next = launched(pool.hello(key(0, 1)));

    assertEquals(List.of(), next);
  }

  @Test
  void allComeUpThoughStartsFail() {
    int workers = 12;
    int atOnce = 3;
    ScriptedPool pool = opened(workers, atOnce);
    Queue<WorkerKey> launched = new ArrayDeque<>(launched(pool.said(Command.StartWorker.class)));
    Set<Integer> ready = new HashSet<>();

    while (ready.size() < workers) {
      if (launched.isEmpty()) {
        launched.addAll(launched(pool.sleepUntilStart()));
      }
      assertTrue(launched.size() <= atOnce, launched::toString);
      WorkerKey next = launched.remove();
      // Each number's first process says nothing, every second one's second is not ready.
      boolean fails =
          next.generation() == 1 || (next.generation() == 2 && next.workerId() % 2 == 0);
      if (next.generation() > 1) {
        launched.addAll(launched(pool.hello(next)));
      }
      launched.addAll(launched(fails ? pool.exit(next) : pool.ready(next)));
      if (!fails) {
        ready.add(next.workerId());
      }
    }

    assertEquals(List.of(), pool.said(Command.FailPool.class));
    assertEquals(12 + 12 + 6, pool.said(Command.StartWorker.class).size());
  }

  @Test
  void poolThatNoProcessServesIsGivenUpAfterThreeTries() {
    ScriptedPool pool = opened(4, 1);

    int exits = 0;
    while (pool.said(Command.FailPool.class).isEmpty()) {
      if (pool.said(Command.StartWorker.class).size() == exits) {
        pool.sleepUntilStart();
      }
      pool.exit(pool.said(Command.StartWorker.class).get(exits).worker());
      exits++;
      assertTrue(exits < 20, () -> "" + pool.said(Command.StartWorker.class));
    }

    Failure.NoWorkers failure = new Failure.NoWorkers(3, "gone");
    assertEquals(new Command.FailPool(failure), pool.last(Command.FailPool.class));
    assertTrue(exits > 4, "" + exits);
  }

  @Test
  void nothingIsLaunchedForAPoolThatIsShutDown() {
    ScriptedPool pool = opened(3, 1);

    List<Command> shutdown = pool.say(new Event.ShutdownRequested());
    List<Command> hello = pool.hello(key(0, 1));
    List<Command> end = pool.exit(key(0, 1));

    assertEquals(List.of(key(0, 1)), launched(pool.said(Command.StartWorker.class)));
    assertEquals(1, only(shutdown, Command.KillWorker.class).size());
    assertEquals(List.of(), hello);
    assertEquals(List.of(new Command.Terminate()), end);
  }

  @Test
  void shutdownLaunchesWhatItemsStillNeed() {
    ScriptedPool pool = opened(4, 1);
    pool.job(1, PLAIN, 2);
    pool.say(new Event.JobSealed(1));
    pool.say(new Event.ShutdownRequested());

    pool.hello(key(0, 1));
    List<WorkerKey> second = launched(pool.pass(LEAD));
    List<WorkerKey> third = launched(pool.hello(key(1, 1)));

    assertEquals(List.of(key(1, 1)), second);
    assertEquals(List.of(), third);
  }

  @Test
  void nothingIsLaunchedAfterShutdownNow() {
    ScriptedPool pool = opened(3, 1);
    pool.job(1, PLAIN, 10);

    pool.say(new Event.ShutdownNowRequested());
    pool.hello(key(0, 1));
    pool.pass(SILENCE);
    List<Command> end = pool.exit(key(0, 1));

    assertEquals(1, pool.said(Command.StartWorker.class).size());
    assertTrue(end.contains(new Command.Terminate()), end::toString);
  }

  @Test
  void replacementsAndSuccessorsAreLaunchedOneAfterTheOther() {
    ScriptedPool pool = opened(4, 1);
    for (int id = 0; id < 4; id++) {
      pool.hello(key(id, 1));
      pool.ready(key(id, 1));
    }

    List<WorkerKey> successor = launched(pool.retiring(key(0, 1)));
    List<WorkerKey> afterRetiring = launched(pool.retiring(key(1, 1)));
    List<WorkerKey> afterDeath = launched(pool.exit(key(2, 1)));
    List<WorkerKey> afterHello = launched(pool.hello(key(0, 2)));
    List<WorkerKey> atTheEnd = launched(pool.hello(key(1, 2)));

    assertEquals(List.of(key(0, 2)), successor);
    assertEquals(List.of(), afterRetiring);
    assertEquals(List.of(), afterDeath);
    assertEquals(List.of(key(1, 2)), afterHello);
    assertEquals(List.of(key(2, 2)), atTheEnd);
  }

  @Test
  void poolWhoseIdleWorkersLeaveStartsEachOfThemAtFirst() {
    ScriptedPool pool =
        new ScriptedPool(
            ScriptedPool.options(
                3, OptionalInt.empty(), OptionalLong.of(500 * MS), OptionalInt.of(1)));
    pool.say(new Event.PoolOpened());

    pool.hello(key(0, 1));
    pool.hello(key(1, 1));
    pool.hello(key(2, 1));
    pool.exit(key(0, 1));
    pool.pass(1_000 * MS);

    assertEquals(
        List.of(key(0, 1), key(1, 1), key(2, 1)), launched(pool.said(Command.StartWorker.class)));
  }

  @Test
  void whoWaitsToBeLaunchedIsShownAsStarting() {
    ScriptedPool pool = opened(2, 1);

    assertEquals(
        List.of(
            new PoolSnapshot.WorkerSnapshot(0, 1, Phase.STARTING, 0, 0),
            new PoolSnapshot.WorkerSnapshot(1, 0, Phase.STARTING, 0, 0)),
        pool.scheduler.snapshot().workers());
  }
}
