package dev.procession.scheduler;

/** The state of the pool; each state carries only data that is legal in it. */
sealed interface PoolState {
  /** Jobs are accepted; no process is started yet. */
  record Created() implements PoolState {}

  /**
   * Every worker has a process or gets one: at once, or on demand if idle processes are dismissed.
   */
  record Open() implements PoolState {}

  /** Accepted items are finished; processes are started only for queued items. */
  record Draining() implements PoolState {}

  /**
   * No process can be started.
   *
   * @param failure what every item gets
   */
  record Failed(Failure failure) implements PoolState {}

  /**
   * All items have ended, and the last processes leave.
   *
   * @param failure what items get that are offered late
   */
  record Stopping(Failure failure) implements PoolState {}

  /** Terminated: nothing is left, and no command follows. */
  record Terminated() implements PoolState {}
}
