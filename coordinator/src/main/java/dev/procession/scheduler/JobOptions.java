package dev.procession.scheduler;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the scheduler needs to know of a job.
 *
 * @param chunkSize items a chunk; empty to size chunks by measured time
 * @param total how many items there will be, where the source knows
 * @param timeoutNanos how long one item may run
 * @param crashRetries how many more attempts an item gets that ran when its worker died
 */
public record JobOptions(
    OptionalInt chunkSize, OptionalLong total, OptionalLong timeoutNanos, int crashRetries) {}
