package dev.procession.process.observe;

import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;

/** An event of a pool or one of its processes, for listeners. */
public sealed interface PoolEvent {
  /**
   * A process is about to be launched.
   *
   * @param worker the process
   * @param tasksCompleted the number of tasks that the processes of its slot have answered with a
   *     value
   */
  record Starting(WorkerKey worker, long tasksCompleted) implements PoolEvent {}

  /**
   * A process can run tasks.
   *
   * @param worker the process
   * @param pid its process id
   * @param host the name of its host; empty for this machine
   * @param tasksCompleted the number of tasks that the processes of its slot have answered with a
   *     value
   */
  record Ready(WorkerKey worker, long pid, Optional<String> host, long tasksCompleted)
      implements PoolEvent {}

  /**
   * A process has exited, or could not be launched.
   *
   * @param worker the process
   * @param tasksCompleted the number of tasks that the processes of its slot have answered with a
   *     value
   * @param end the kind of end
   * @param report how it ended
   */
  record Exited(WorkerKey worker, long tasksCompleted, End end, ExitReport report)
      implements PoolEvent {}

  /**
   * A host can be used.
   *
   * @param host its name
   */
  record HostJoined(String host) implements PoolEvent {}

  /**
   * A host is lost, or could not be used.
   *
   * @param host its name
   * @param why what happened
   */
  record HostLost(String host, String why) implements PoolEvent {}

  /**
   * No process can be started.
   *
   * @param failure why
   */
  record Failed(Failure.NoWorkers failure) implements PoolEvent {}

  /**
   * All processes have exited and all jobs have ended. The last event.
   *
   * @param last the pool at its end
   */
  record Terminated(EngineSnapshot last) implements PoolEvent {}

  /** The kind of end of a process. */
  enum End {
    /** It had been ready, and exited because the scheduler dismissed or killed it as planned. */
    PLANNED,
    /** It had been ready, and exited for another reason. */
    LOST,
    /** It was never ready. */
    NEVER_READY
  }
}
