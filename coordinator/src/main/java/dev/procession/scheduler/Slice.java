package dev.procession.scheduler;

/**
 * Consecutive items of a batch that share their past: what waits in a job's queue, and what a chunk
 * is cut from.
 *
 * @param batch where the items are
 * @param from the first item
 * @param to the end, exclusive
 * @param past what happened to these items before
 * @param chunkLimit how many of them may travel in one chunk
 */
record Slice(BatchState batch, int from, int to, Past past, int chunkLimit) {
  /**
   * What happened to items before.
   *
   * @param attempt the number of the next attempt, from 1; only a worker's death while it ran the
   *     item adds to it
   * @param losses how often they were lost with a worker whose death no item is to blame for
   */
  record Past(int attempt, int losses) {
    static final Past NONE = new Past(1, 0);
  }

  /** So many losses without anybody to blame, and the items go one by one. */
  static final int LOSSES_BEFORE_ALONE = 2;

  static Slice of(BatchState batch) {
    return new Slice(batch, 0, batch.batch().count(), Past.NONE, Integer.MAX_VALUE);
  }

  Slice range(int newFrom, int newTo) {
    return new Slice(batch, newFrom, newTo, past, chunkLimit);
  }

  /** One item whose worker died while it ran. */
  Slice charged(int item) {
    return new Slice(batch, item, item + 1, new Past(past.attempt + 1, 0), 1);
  }

  /** The same items after a death that nobody is to blame for. */
  Slice lost() {
    int losses = past.losses + 1;
    int limit = losses >= LOSSES_BEFORE_ALONE ? 1 : chunkLimit;
    return new Slice(batch, from, to, new Past(past.attempt, losses), limit);
  }

  /** The same items, to be handed out in at least so many chunks. */
  Slice spreadOver(int chunks) {
    int limit = Math.max(1, (to - from + chunks - 1) / chunks);
    return new Slice(batch, from, to, past, Math.min(limit, chunkLimit));
  }

  /**
   * Whether a worker may have died of these items. They travel alone, so that the next death tells
   * whether they are to blame, and takes no others with it.
   */
  boolean isSuspect() {
    return past.attempt > 1 || past.losses > 0;
  }
}
