package dev.procession.scheduler;

/**
 * The item that a worker said it runs.
 *
 * @param chunkId the chunk
 * @param position the item's position in the chunk
 */
public record RunningItem(long chunkId, int position) {}
