package dev.procession.process.job;

/** The progress of workers with the items that they have been sent. */
@FunctionalInterface
public interface ItemProgress {
  /** Whether a worker has started an item, as far as is known; on the loop thread. */
  boolean hasBegun(ItemBatch batch, int item);
}
