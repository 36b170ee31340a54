package dev.procession.process;

import dev.procession.protocol.EncodedItems;
import dev.procession.scheduler.Batch;
import java.util.List;

/** Consecutive encoded items of one job. Immutable. */
final class ItemBatch implements Batch {
  private final Job job;
  private final long firstIndex;
  private final EncodedItems items;
  private final List<SubmittedTask> tasks;

  /**
   * @param tasks who waits for each item, where each has somebody of its own; else empty
   */
  ItemBatch(Job job, long firstIndex, EncodedItems items, List<SubmittedTask> tasks) {
    this.job = job;
    this.firstIndex = firstIndex;
    this.items = items;
    this.tasks = tasks;
  }

  Job job() {
    return job;
  }

  /** The index in the job's input of the batch's first item. */
  long firstIndex() {
    return firstIndex;
  }

  EncodedItems items() {
    return items;
  }

  /** Who waits for each item; empty where nobody waits for a single one. */
  List<SubmittedTask> tasks() {
    return tasks;
  }

  SubmittedTask task(int item) {
    return tasks.get(item);
  }

  @Override
  public long jobId() {
    return job.id();
  }

  @Override
  public int count() {
    return items.count();
  }

  @Override
  public long sizeBytes(int from, int to) {
    return items.sizeBytes(from, to);
  }
}
