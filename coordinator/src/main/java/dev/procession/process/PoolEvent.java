package dev.procession.process;

import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;

/** What becomes of a pool and its processes, for listeners. */
public sealed interface PoolEvent {
  /**
   * A process is about to be launched.
   *
   * @param worker the process
   * @param tasksCompleted how many tasks the processes of its number have answered with a value
   */
  record Starting(WorkerKey worker, long tasksCompleted) implements PoolEvent {}

  /**
   * A process can run tasks.
   *
   * @param worker the process
   * @param pid its process id
   * @param tasksCompleted how many tasks the processes of its number have answered with a value
   */
  record Ready(WorkerKey worker, long pid, long tasksCompleted) implements PoolEvent {}

  /**
   * A process is gone, or could not be launched.
   *
   * @param worker the process
   * @param tasksCompleted how many tasks the processes of its number have answered with a value
   * @param end what kind of end it was
   * @param report how it ended
   */
  record Exited(WorkerKey worker, long tasksCompleted, End end, ExitReport report)
      implements PoolEvent {}

  /**
   * No process can be started.
   *
   * @param failure why
   */
  record Failed(Failure.NoWorkers failure) implements PoolEvent {}

  /**
   * Every process is gone and every job is over. The last event.
   *
   * @param last the pool at its end
   */
  record Terminated(EngineSnapshot last) implements PoolEvent {}

  /** What kind of end a process had. */
  enum End {
    /** It had been ready, and went because the scheduler wanted it to. */
    PLANNED,
    /** It had been ready, and went for another reason. */
    LOST,
    /** It was never ready. */
    NEVER_READY
  }
}
