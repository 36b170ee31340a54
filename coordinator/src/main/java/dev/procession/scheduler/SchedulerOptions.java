package dev.procession.scheduler;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the scheduler needs to know of the pool.
 *
 * @param workers how many processes at most, N; while one is replaced its number has two, only one
 *     of which holds items
 * @param startTimeoutNanos how long a process may take until it is ready
 * @param shutdownGraceNanos how long a process may take to stop an item or to leave before it is
 *     killed
 * @param maxTasksPerWorker how many items a process is sent in its life; empty for no limit
 * @param idleTimeoutNanos how long a process may hold nothing before it is let go, to be started
 *     again when it is needed; empty to keep it
 * @param launchesAtOnce how many processes may be between their launch and their hello; empty for
 *     no limit
 * @param hostRetries how often an item may be lost with a host and be run again
 */
public record SchedulerOptions(
    int workers,
    long startTimeoutNanos,
    long shutdownGraceNanos,
    OptionalInt maxTasksPerWorker,
    OptionalLong idleTimeoutNanos,
    OptionalInt launchesAtOnce,
    int hostRetries) {

  /** How often an item is run again that was lost with its host, where nothing else is said. */
  public static final int DEFAULT_HOST_RETRIES = 3;

  /** What the scheduler needs to know where nothing is said about hosts. */
  public SchedulerOptions(
      int workers,
      long startTimeoutNanos,
      long shutdownGraceNanos,
      OptionalInt maxTasksPerWorker,
      OptionalLong idleTimeoutNanos,
      OptionalInt launchesAtOnce) {
    this(
        workers,
        startTimeoutNanos,
        shutdownGraceNanos,
        maxTasksPerWorker,
        idleTimeoutNanos,
        launchesAtOnce,
        DEFAULT_HOST_RETRIES);
  }
}
