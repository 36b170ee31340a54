package dev.procession.protocol;

/**
 * The item that a worker is running.
 *
 * @param chunkId the chunk's number
 * @param position the item's position in the chunk
 */
public record Running(long chunkId, int position) {}
