package dev.procession.scheduler;

/** Why the pool, rather than the task, ended an item. */
public sealed interface Failure {
  /**
   * The worker died while it ran the item.
   *
   * @param worker the process
   * @param attempts how many times the item was started
   * @param report how the process ended
   */
  record Crashed(WorkerKey worker, int attempts, Object report) implements Failure {}

  /**
   * The item ran longer than it may.
   *
   * @param worker the process
   * @param limitNanos the limit
   */
  record TimedOut(WorkerKey worker, long limitNanos) implements Failure {}

  /** The pool was shut down before the item ended. */
  record Cancelled() implements Failure {}

  /**
   * Workers cannot be started.
   *
   * @param tries how many were tried in a row, none of which became ready
   * @param report how the last one ended
   */
  record NoWorkers(int tries, Object report) implements Failure {}
}
