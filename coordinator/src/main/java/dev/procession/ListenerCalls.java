package dev.procession;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.PoolEvent;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Calls a user's listener on a callback thread, one call at a time. */
record ListenerCalls(PoolListener listener) implements Consumer<PoolEvent> {
  static Consumer<PoolEvent> to(PoolListener listener) {
    return new ListenerCalls(listener);
  }

  @Override
  public void accept(PoolEvent event) {
    if (event instanceof PoolEvent.Starting starting) {
      listener.workerStarting(
          info(
              starting.worker(),
              0,
              WorkerState.STARTING,
              starting.tasksCompleted(),
              Optional.empty()));
    } else if (event instanceof PoolEvent.Ready ready) {
      listener.workerReady(
          info(
              ready.worker(), ready.pid(), WorkerState.IDLE, ready.tasksCompleted(), ready.host()));
    } else if (event instanceof PoolEvent.Exited exited) {
      listener.workerExited(
          info(
              exited.worker(),
              exited.report().pid().orElse(0L),
              WorkerState.GONE,
              exited.tasksCompleted(),
              exited.report().host()),
          exit(exited));
    } else if (event instanceof PoolEvent.Failed failed) {
      RuntimeException error = Failures.ofPool(failed.failure());
      if (error instanceof HostsLostException lost) {
        listener.poolFailed(lost);
      } else {
        listener.poolFailed((WorkerStartException) error);
      }
    } else if (event instanceof PoolEvent.HostJoined joined) {
      listener.hostJoined(joined.host());
    } else if (event instanceof PoolEvent.HostLost lost) {
      listener.hostLost(lost.host(), lost.why());
    } else if (event instanceof PoolEvent.Terminated terminated) {
      listener.poolTerminated(PoolFigures.stats(terminated.last()));
    } else {
      throw new AssertionError(event);
    }
  }

  private static WorkerInfo info(
      WorkerKey key, long pid, WorkerState state, long tasksCompleted, Optional<String> host) {
    return new WorkerInfo(
        key.workerId(), pid, state, tasksCompleted, key.generation(), host, List.of());
  }

  private static WorkerExit exit(PoolEvent.Exited exited) {
    ExitReport report = exited.report();
    OptionalInt code = report.exitCode();
    return new WorkerExit(
        switch (exited.end()) {
          case PLANNED -> WorkerExit.Kind.PLANNED;
          case LOST -> WorkerExit.Kind.LOST;
          case NEVER_READY -> WorkerExit.Kind.NEVER_READY;
        },
        code,
        code.isPresent() ? CrashReport.signalOf(code.getAsInt()) : Optional.empty(),
        report.detail().isEmpty() ? Optional.empty() : Optional.of(report.detail()),
        report.stderrTail());
  }
}
