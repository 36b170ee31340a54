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
record ItemRange(BatchState batch, int from, int to, Past past, int chunkLimit) {
  /**
   * What happened to items before.
   *
   * @param crashes how many workers died while they ran the item
   * @param failures after how many failures of its own the item was tried again
   * @param losses how often they were lost with a worker whose death no item is to blame for
   * @param hostLosses how often they were lost with the host of a worker
   */
  record Past(int crashes, int failures, int losses, int hostLosses) {
    static final Past NONE = new Past(0, 0, 0, 0);

    /** The number of the next attempt, from 1. */
    int attempt() {
      return crashes + failures + 1;
    }
  }

  /** After this many losses without a known cause, the items are sent one by one. */
  static final int LOSSES_BEFORE_ALONE = 2;

  static ItemRange of(BatchState batch) {
    return new ItemRange(batch, 0, batch.batch().count(), Past.NONE, Integer.MAX_VALUE);
  }

  ItemRange range(int newFrom, int newTo) {
    return new ItemRange(batch, newFrom, newTo, past, chunkLimit);
  }

  /** One item whose worker died while it ran. */
  ItemRange charged(int item) {
    Past next = new Past(past.crashes + 1, past.failures, 0, past.hostLosses);
    return new ItemRange(batch, item, item + 1, next, 1);
  }

  /** Some of the items, each of which has ended with a failure. */
  ItemRange failed(int newFrom, int newTo) {
    Past next = new Past(past.crashes, past.failures + 1, 0, past.hostLosses);
    return new ItemRange(batch, newFrom, newTo, next, Integer.MAX_VALUE);
  }

  /** The same items after the death of a worker without a known cause. */
  ItemRange lost() {
    int losses = past.losses + 1;
    int limit = losses >= LOSSES_BEFORE_ALONE ? 1 : chunkLimit;
    Past next = new Past(past.crashes, past.failures, losses, past.hostLosses);
    return new ItemRange(batch, from, to, next, limit);
  }

  /**
   * The same items after the loss of their worker's host. They go one by one when it is the last
   * time: an item that is the end of every host takes no other with it then.
   */
  ItemRange hostLost(int retries) {
    int hostLosses = past.hostLosses + 1;
    int limit = hostLosses >= retries ? 1 : chunkLimit;
    Past next = new Past(past.crashes, past.failures, past.losses, hostLosses);
    return new ItemRange(batch, from, to, next, limit);
  }

  /** The same items, to be sent in at least that many chunks. */
  ItemRange spreadOver(int chunks) {
    int limit = Math.max(1, (to - from + chunks - 1) / chunks);
    return new ItemRange(batch, from, to, past, Math.min(limit, chunkLimit));
  }

  /**
   * Whether these items may have killed a worker or its host. Suspect items are sent alone, so that
   * another death identifies the cause and affects no other items.
   */
  boolean isSuspect() {
    return past.crashes > 0 || past.losses > 0 || (past.hostLosses > 0 && chunkLimit == 1);
  }
}
