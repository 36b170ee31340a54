package dev.procession.process.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.PoolSnapshot.WorkerSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class PoolLogTest {
  private static final EngineSnapshot SNAPSHOT =
      new EngineSnapshot(
          new PoolSnapshot(
              "open",
              List.of(
                  new WorkerSnapshot(0, 1, Phase.BUSY, 20, 2),
                  new WorkerSnapshot(1, 3, Phase.STARTING, 10, 0)),
              1,
              3,
              1,
              6,
              30,
              2,
              5,
              4,
              1,
              Map.of()),
          3,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(4L, 1L),
          0,
          0,
          0,
          List.of());

  private final PoolLog log = new PoolLog(Optional.empty(), () -> SNAPSHOT);

  @Test
  void warningsWithoutProviderGoToErrWithTheCountsOfThePool() {
    String printed = printed(() -> log.listenerCaughtUp(3));

    assertEquals(
        "procession: warning: A PoolListener has caught up; 3 events were dropped."
            + " (open; workers: 2, 1 busy, 4 started, 1 lost;"
            + " tasks: 7 queued, 6 at workers, 25 completed, 7 failed)",
        printed.strip());
  }

  @Test
  void errorOfWarningIsPrintedWithItsTrace() {
    String printed = printed(() -> log.taskFailed(new IllegalStateException("the error")));

    assertTrue(printed.contains("java.lang.IllegalStateException: the error"), printed);
    assertTrue(printed.contains("at dev.procession.process.observe.PoolLogTest"), printed);
  }

  @Test
  void nothingElseGoesToErr() {
    String printed =
        printed(
            () -> {
              log.accept(new PoolEvent.Starting(new WorkerKey(0, 1), 0));
              log.retiring(new WorkerKey(0, 1), "too large");
            });

    assertEquals("", printed);
    assertFalse(log.isHeard());
  }

  private static String printed(Runnable action) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void tasksThatFailedAreNotAmongThoseThatAWorkerCompleted() {
    assertEquals(16, SNAPSHOT.tasksSucceeded(0));
    assertEquals(9, SNAPSHOT.tasksSucceeded(1));
    assertEquals(25, SNAPSHOT.tasksSucceeded());
  }
}
