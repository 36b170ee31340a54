package dev.procession.micrometer;

import dev.procession.process.observe.EngineSnapshot;
import dev.procession.process.observe.JobFigures;
import dev.procession.process.observe.ObservedPool;
import dev.procession.scheduler.ExitReason;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.PoolSnapshot.WorkerSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A pool with figures that a test chooses, whose callbacks run when the test says so. */
final class FakePool implements ObservedPool {
  final Map<WorkerKey, Long> pids = new HashMap<>();
  final Map<WorkerKey, ProcessFigures> processes = new HashMap<>();
  private final Queue<Runnable> callbacks = new ArrayDeque<>();
  String state = "open";
  int timesAsked;

  void runCallbacks() {
    for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
      next.run();
    }
  }

  @Override
  public EngineSnapshot snapshot() {
    return new EngineSnapshot(
        new PoolSnapshot(
            state,
            List.of(
                new WorkerSnapshot(0, 1, Phase.BUSY, 20, 2),
                new WorkerSnapshot(1, 3, Phase.RETIRING, 10, 1),
                new WorkerSnapshot(2, 1, Phase.LEAVING, 5, 0)),
            1,
            3,
            1,
            6,
            35,
            2,
            4,
            5,
            1,
            Map.of(ExitReason.CRASHED, 1L, ExitReason.MAX_TASKS, 2L)),
        9,
        pids,
        Map.of(),
        Map.of(),
        List.of(3L, 0L, 1L),
        7,
        1_000,
        2_000,
        List.of());
  }

  @Override
  public List<JobFigures> jobs() {
    return List.of();
  }

  @Override
  public Map<WorkerKey, ProcessFigures> processes() {
    timesAsked++;
    return processes;
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Optional<Long> maxWorkerBytes() {
    return Optional.empty();
  }

  @Override
  public boolean signal(WorkerKey worker, Signal signal) {
    return false;
  }

  @Override
  public void callback(Runnable action) {
    callbacks.add(action);
  }
}
