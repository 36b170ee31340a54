package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.PoolListener;
import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.WorkerExit;
import dev.procession.WorkerInfo;
import dev.procession.WorkerStartException;
import dev.procession.WorkerState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a {@code PoolListener} is told. */
final class PoolListenerIT {

  /** One call of a listener. */
  private record Told(
      String what, Optional<WorkerInfo> worker, Optional<WorkerExit> exit, Optional<Object> more) {}

  /** Keeps what it is told. */
  private static final class Recorder implements PoolListener {
    private final List<Told> calls = new CopyOnWriteArrayList<>();

    @Override
    public void workerStarting(WorkerInfo worker) {
      calls.add(new Told("starting", Optional.of(worker), Optional.empty(), Optional.empty()));
    }

    @Override
    public void workerReady(WorkerInfo worker) {
      calls.add(new Told("ready", Optional.of(worker), Optional.empty(), Optional.empty()));
    }

    @Override
    public void workerExited(WorkerInfo worker, WorkerExit exit) {
      calls.add(new Told("exited", Optional.of(worker), Optional.of(exit), Optional.empty()));
    }

    @Override
    public void poolFailed(WorkerStartException error) {
      calls.add(new Told("failed", Optional.empty(), Optional.empty(), Optional.of(error)));
    }

    @Override
    public void poolTerminated(PoolStats stats) {
      calls.add(new Told("terminated", Optional.empty(), Optional.empty(), Optional.of(stats)));
    }

    List<String> whats() {
      return calls.stream().map(Told::what).toList();
    }

    Told awaitFirst(String what) {
      await().until(() -> whats().contains(what));
      return calls.get(whats().indexOf(what));
    }

    WorkerInfo worker(int call) {
      return calls.get(call).worker().orElseThrow();
    }

    WorkerExit exit(int call) {
      return calls.get(call).exit().orElseThrow();
    }
  }

  @Test
  void lifeOfAPoolIsToldInOrder() {
    Recorder recorder = new Recorder();
    long first;
    try (ProcessPool pool = ProcessPool.builder().workers(1).listener(recorder).build()) {
      first = pool.map(Victims::pid, List.of(1)).get(0);
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      await().until(() -> recorder.whats().lastIndexOf("ready") == 4);
      pool.map(x -> x, List.of(1, 2));
    }
    recorder.awaitFirst("terminated");

    assertEquals(
        List.of("starting", "ready", "exited", "starting", "ready", "exited", "terminated"),
        recorder.whats());
    assertEquals(new WorkerInfo(0, 0, WorkerState.STARTING, 0, 1), recorder.worker(0));
    assertEquals(new WorkerInfo(0, first, WorkerState.IDLE, 0, 1), recorder.worker(1));
    assertEquals(new WorkerInfo(0, first, WorkerState.GONE, 1, 1), recorder.worker(2));
    assertEquals(WorkerExit.Kind.LOST, recorder.exit(2).kind());
    assertEquals(Optional.of("SIGKILL"), recorder.exit(2).signal());
    assertEquals(2, recorder.worker(4).generation());
    assertEquals(3, recorder.worker(5).tasksCompleted());
    assertEquals(WorkerExit.Kind.PLANNED, recorder.exit(5).kind());
    assertEquals(
        3,
        assertInstanceOf(PoolStats.class, recorder.calls.get(6).more().orElseThrow())
            .tasksCompleted());
  }

  @Test
  void poolThatCannotStartWorkersSaysSo() {
    Recorder recorder = new Recorder();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .initializer(Victims::failToBegin)
            .listener(recorder)
            .build()) {
      Told failed = recorder.awaitFirst("failed");

      assertInstanceOf(WorkerStartException.class, failed.more().orElseThrow());
      assertEquals(WorkerExit.Kind.NEVER_READY, recorder.exit(1).kind());
      assertTrue(recorder.exit(1).reason().orElseThrow().contains("initializer"));
      assertTrue(pool.stats().workersStarted() > 1);
    }
    recorder.awaitFirst("terminated");
    assertFalse(recorder.whats().contains("ready"), recorder.whats().toString());
  }

  @Test
  void workerThatOverstaysIsLostWithTheReason() {
    Recorder recorder = new Recorder();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(Duration.ofMillis(100))
            .listener(recorder)
            .build()) {
      Gate gate = Gate.closed();
      var spinning = pool.submit(() -> gate.announceAndSpin(1));
      gate.awaitAnnounced(1);
      spinning.cancel(true);

      WorkerExit exit = recorder.awaitFirst("exited").exit().orElseThrow();

      assertEquals(WorkerExit.Kind.LOST, exit.kind());
      assertTrue(exit.reason().orElseThrow().contains("did not stop"), exit.toString());
    }
  }

  @Test
  void listenerThatBlocksOrThrowsDelaysNeitherThePoolNorOtherListeners() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    PoolListener blocks =
        new PoolListener() {
          @Override
          public void workerStarting(WorkerInfo worker) {
            awaitQuietly(release);
          }
        };
    PoolListener throwsAlways =
        new PoolListener() {
          @Override
          public void workerStarting(WorkerInfo worker) {
            throw new AssertionError("a listener's own");
          }
        };
    Recorder recorder = new Recorder();
    try {
      try (ProcessPool pool =
          ProcessPool.builder()
              .workers(2)
              .listener(blocks)
              .listener(throwsAlways)
              .listener(recorder)
              .build()) {
        assertEquals(List.of(2, 3), pool.map(x -> x + 1, List.of(1, 2)));
      }

      recorder.awaitFirst("terminated");
      assertEquals("terminated", recorder.whats().get(recorder.whats().size() - 1));
    } finally {
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
