package dev.procession.scheduler;

/**
 * What a worker is sent at once: the items {@code from <= i < to} of a batch. An item's position in
 * the chunk is {@code i - from}.
 *
 * @param id unique in the pool, from 1, growing
 * @param batch where the items are
 * @param from the first item, in the batch
 * @param to the end, exclusive
 * @param attempt which attempt this is, from 1: one more than the workers that died running them
 */
public record Chunk(long id, Batch batch, int from, int to, int attempt) {
  /** The number of items. */
  public int count() {
    return to - from;
  }
}
