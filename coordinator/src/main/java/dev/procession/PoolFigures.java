package dev.procession;

import dev.procession.process.observe.EngineSnapshot;
import dev.procession.process.observe.HostFigures;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;

/** Converts snapshots to the figures of the public interface. */
final class PoolFigures {
  private PoolFigures() {}

  static List<WorkerInfo> workers(EngineSnapshot now) {
    return now.pool().workers().stream().map(worker -> worker(worker, now)).toList();
  }

  static PoolStats stats(EngineSnapshot now) {
    return new PoolStats(
        now.tasksSucceeded(),
        now.tasksFailed(),
        now.queuedItems(),
        now.pool().heldItems(),
        now.pool().workersStarted(),
        now.pool().workersLost(),
        now.bytesSent(),
        now.bytesReceived(),
        hosts(now.hostFigures()));
  }

  static List<HostInfo> hosts(List<HostFigures> hosts) {
    return hosts.stream().map(PoolFigures::host).toList();
  }

  private static HostInfo host(HostFigures host) {
    HostState state =
        switch (host.state()) {
          case CONNECTING -> HostState.CONNECTING;
          case CONNECTED -> HostState.CONNECTED;
          case DRAINING -> HostState.DRAINING;
          case SILENT -> HostState.SILENT;
          case LOST -> HostState.LOST;
        };
    return new HostInfo(
        host.host(), state, host.slots(), host.workers(), host.workersLost(), host.trouble());
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
        now.tasksSucceeded(worker),
        worker.generation(),
        Optional.ofNullable(now.hosts().get(key)),
        now.waits().getOrDefault(key, List.of()));
  }
}
