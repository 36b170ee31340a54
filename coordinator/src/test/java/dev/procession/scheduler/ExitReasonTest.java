package dev.procession.scheduler;

import static dev.procession.scheduler.ScriptedPool.GRACE;
import static dev.procession.scheduler.ScriptedPool.MS;
import static dev.procession.scheduler.ScriptedPool.START_TIMEOUT;
import static dev.procession.scheduler.ScriptedPool.fixed;
import static dev.procession.scheduler.ScriptedPool.key;
import static dev.procession.scheduler.ScriptedPool.timed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Exits are counted by reason. */
class ExitReasonTest {
  private static final WorkerKey FIRST = key(0, 1);
  private static final WorkerKey SECOND = key(0, 2);

  private static void assertExits(Map<ExitReason, Long> expected, ScriptedPool pool) {
    assertEquals(expected, pool.scheduler.snapshot().exits());
  }

  @Test
  void poolThatHasLostNoProcessHasNone() {
    ScriptedPool pool = ScriptedPool.ready(1);

    assertExits(Map.of(), pool);
  }

  @Test
  void processThatEndsByItselfHasCrashed() {
    ScriptedPool pool = ScriptedPool.ready(1);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.CRASHED, 1L), pool);
  }

  @Test
  void processThatEndsBeforeItIsReadyFailedToStart() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.START_FAILED, 1L), pool);
  }

  @Test
  void processThatIsNotReadyInTimeFailedToStart() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());
    pool.pass(START_TIMEOUT);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.START_FAILED, 1L), pool);
  }

  @Test
  void processThatDoesNotStopAnItemIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.job(1, timed(1, 10 * MS), 1);
    pool.seen(pool.last(Command.SendChunk.class), 0);
    pool.pass(10 * MS);
    pool.pass(GRACE);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.TASK_NOT_STOPPED, 1L), pool);
  }

  @Test
  void processThatMisbehavesIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.WorkerMisbehaved(FIRST));

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.MISBEHAVED, 1L), pool);
  }

  @Test
  void processThatRanItsLastItemIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.recycling(1, 3);
    pool.job(1, fixed(3), 6);
    pool.ready(SECOND);
    pool.answerAll(pool.said(Command.SendChunk.class).get(0), MS);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.MAX_TASKS, 1L), pool);
  }

  @Test
  void processThatUsesTooMuchMemoryIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.retiring(FIRST);
    pool.ready(SECOND);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.MEMORY, 1L), pool);
  }

  @Test
  void firstReasonToRetireCounts() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.say(new Event.PoolResized(1));
    pool.retiring(key(1, 1));

    pool.exit(key(1, 1));

    assertExits(Map.of(ExitReason.NOT_NEEDED, 1L), pool);
  }

  @Test
  void processThatIdlesForTooLongIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.resting(1, 50 * MS);
    pool.pass(50 * MS);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.IDLE, 1L), pool);
  }

  @Test
  void processThatDoesNotLeaveIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.resting(1, 50 * MS);
    pool.pass(50 * MS);
    pool.pass(GRACE);

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.DID_NOT_LEAVE, 1L), pool);
  }

  @Test
  void endOfThePoolNeedsNoProcess() {
    ScriptedPool pool = ScriptedPool.ready(2);
    pool.say(new Event.ShutdownRequested());

    pool.exit(FIRST);
    pool.exit(key(1, 1));

    assertExits(Map.of(ExitReason.NOT_NEEDED, 2L), pool);
  }

  @Test
  void processOfALostHostIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.ready(1);

    pool.say(new Event.WorkerExited(FIRST, Optional.empty(), ExitCause.HOST_LOST, "gone"));

    assertExits(Map.of(ExitReason.HOST_LOST, 1L), pool);
  }

  @Test
  void processOfADrainedHostIsCountedAsThat() {
    ScriptedPool pool = ScriptedPool.ready(1);
    pool.say(new Event.PlacesChanged(1, 1));
    pool.say(new Event.HostDraining(List.of(FIRST)));

    pool.exit(FIRST);

    assertExits(Map.of(ExitReason.HOST_DRAINED, 1L), pool);
  }

  @Test
  void processWithoutAPlaceIsCountedAsThat() {
    ScriptedPool pool = new ScriptedPool(1);
    pool.say(new Event.PoolOpened());

    pool.say(new Event.WorkerExited(FIRST, Optional.empty(), ExitCause.NO_PLACE, "no room"));

    assertExits(Map.of(ExitReason.NO_PLACE, 1L), pool);
  }
}
