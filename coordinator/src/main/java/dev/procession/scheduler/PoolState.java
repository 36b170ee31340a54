package dev.procession.scheduler;

/** Where the pool stands; each state carries only what is legal in it. */
sealed interface PoolState {
  /** Jobs may come, no process is started yet. */
  record Created() implements PoolState {}

  /** Every worker has a process or gets one, at once or, where idle ones are let go, on demand. */
  record Open() implements PoolState {}

  /** What was accepted is finished; processes are started only for items that wait. */
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

  /** Nothing is left, and nothing is said any more. */
  record Terminated() implements PoolState {}
}
