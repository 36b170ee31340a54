package dev.procession.scheduler;

import java.util.OptionalInt;

/**
 * What the scheduler needs to know of the pool.
 *
 * @param workers how many processes at most, N; while one is replaced its number has two, only one
 *     of which holds items
 * @param startTimeoutNanos how long a process may take until it is ready
 * @param shutdownGraceNanos how long a process may take to stop an item or to leave before it is
 *     killed
 * @param maxTasksPerWorker how many items a process is sent in its life; empty for no limit
 */
public record SchedulerOptions(
    int workers, long startTimeoutNanos, long shutdownGraceNanos, OptionalInt maxTasksPerWorker) {}
