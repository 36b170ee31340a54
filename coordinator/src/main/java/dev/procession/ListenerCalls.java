package dev.procession;

import dev.procession.process.ExitReport;
import dev.procession.process.PoolEvent;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Calls a user's listener. On a thread for callbacks, one call at a time. */
record ListenerCalls(PoolListener listener) implements Consumer<PoolEvent> {
  static Consumer<PoolEvent> to(PoolListener listener) {
    return new ListenerCalls(listener);
  }

  @Override
  public void accept(PoolEvent event) {
    if (event instanceof PoolEvent.Starting starting) {
      listener.workerStarting(
          info(starting.worker(), 0, WorkerState.STARTING, starting.tasksCompleted()));
    } else if (event instanceof PoolEvent.Ready ready) {
      listener.workerReady(
          info(ready.worker(), ready.pid(), WorkerState.IDLE, ready.tasksCompleted()));
    } else if (event instanceof PoolEvent.Exited exited) {
      listener.workerExited(
          info(
              exited.worker(),
              exited.report().pid().orElse(0L),
              WorkerState.GONE,
              exited.tasksCompleted()),
          exit(exited));
    } else if (event instanceof PoolEvent.Failed failed) {
      listener.poolFailed(Failures.notStarted(failed.failure()));
    } else if (event instanceof PoolEvent.Terminated terminated) {
      listener.poolTerminated(Figures.stats(terminated.last()));
    } else {
      throw new AssertionError(event);
    }
  }

  private static WorkerInfo info(WorkerKey key, long pid, WorkerState state, long tasksCompleted) {
    return new WorkerInfo(key.workerId(), pid, state, tasksCompleted, key.generation());
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
