package dev.procession.process.job;

/**
 * How full a job's window is, and whether its source has more.
 *
 * @param items the number of items have been pulled from the source and not been consumed
 * @param limitItems how many that may be
 * @param bytes how many bytes they and their results hold
 * @param limitBytes how many that may be
 * @param isAwaited whether the next item waits for room
 * @param hasSourceEnded whether the source has no more items
 */
public record WindowFigures(
    long items,
    int limitItems,
    long bytes,
    long limitBytes,
    boolean isAwaited,
    boolean hasSourceEnded) {}
