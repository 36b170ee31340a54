package dev.procession.scheduler;

import java.util.Optional;

/** A failure of an item that is caused by the pool, not by the task. */
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
   * The worker died before it had answered the item, which it had begun and may have ended; the
   * item is not to run again.
   *
   * @param worker the process
   * @param report how the process ended
   */
  record Unanswered(WorkerKey worker, Object report) implements Failure {}

  /**
   * The host of the worker that the item had been sent to was lost, as often as it may be.
   *
   * @param worker the process
   * @param losses how many hosts the item was lost with
   * @param seenRunning whether the item is the one that was last seen to run in that process
   * @param report how the process ended
   */
  record HostLost(WorkerKey worker, int losses, boolean seenRunning, Object report)
      implements Failure {}

  /**
   * The item ran longer than it may.
   *
   * @param worker the process
   * @param limitNanos the limit
   * @param report how the process ended, if the item ended with it
   * @param stack where in its code the item was when its time was up, if the process said so
   */
  record TimedOut(
      WorkerKey worker, long limitNanos, Optional<Object> report, Optional<Object> stack)
      implements Failure {}

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
