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
 */
public record SchedulerOptions(
    int workers,
    long startTimeoutNanos,
    long shutdownGraceNanos,
    OptionalInt maxTasksPerWorker,
    OptionalLong idleTimeoutNanos,
    OptionalInt launchesAtOnce) {}
