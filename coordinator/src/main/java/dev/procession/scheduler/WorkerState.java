package dev.procession.scheduler;

/** The state of a worker; each state carries only data that is legal in it. */
sealed interface WorkerState
    permits WorkerState.Vacant,
        WorkerState.Starting,
        ActiveWorker,
        WorkerState.Dismissed,
        WorkerState.Killed,
        WorkerState.Gone {

  /**
   * There is no process yet.
   *
   * @param startableAt when it may be started
   */
  record Vacant(long startableAt) implements WorkerState {}

  /**
   * A process was started and is not ready.
   *
   * @param key the process
   * @param readyBy when it is given up
   */
  record Starting(WorkerKey key, long readyBy) implements WorkerState {}

  /**
   * A process that holds nothing was asked to leave.
   *
   * @param key the process
   * @param goneBy when it is killed
   * @param wasUseful whether its number may have the next process at once
   * @param reason why
   */
  record Dismissed(WorkerKey key, long goneBy, boolean wasUseful, ExitReason reason)
      implements WorkerState {}

  /**
   * A process was killed and its exit has not been reported.
   *
   * @param key the process
   * @param held what it held; answers that were on their way still count
   * @param reason why
   */
  record Killed(WorkerKey key, HeldChunks held, KillReason reason) implements WorkerState {}

  /** Its process has exited, and its slot is free for another. */
  record Gone() implements WorkerState {}
}
