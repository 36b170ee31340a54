package dev.procession;

import dev.procession.process.EngineSnapshot;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.List;

/** The pool's figures, in the words of the interface. */
final class Figures {
  private Figures() {}

  static List<WorkerInfo> workers(EngineSnapshot now) {
    return now.pool().workers().stream().map(worker -> worker(worker, now)).toList();
  }

  static PoolStats stats(EngineSnapshot now) {
    return new PoolStats(
        now.tasksSucceeded(),
        now.tasksFailed(),
        now.queuedItems(),
        now.unansweredItems(),
        now.pool().workersStarted(),
        now.pool().workersLost(),
        now.bytesSent(),
        now.bytesReceived());
  }

  private static WorkerInfo worker(PoolSnapshot.WorkerSnapshot worker, EngineSnapshot now) {
    WorkerKey key = new WorkerKey(worker.workerId(), worker.generation());
    WorkerState state =
        switch (worker.state()) {
          case STARTING -> WorkerState.STARTING;
          case IDLE -> WorkerState.IDLE;
          case BUSY -> WorkerState.BUSY;
          case VACANT -> WorkerState.GONE;
          case RETIRING, LEAVING -> WorkerState.LEAVING;
        };
    return new WorkerInfo(
        worker.workerId(),
        now.pids().getOrDefault(key, 0L),
        state,
        now.tasksSucceeded(worker.workerId()),
        worker.generation());
  }
}
