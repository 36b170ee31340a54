package dev.procession.process.job;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Batch;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Consecutive encoded items of one job. Immutable. */
public final class ItemBatch implements Batch {
  private final Job job;
  private final long firstIndex;
  private final EncodedItems items;
  private final List<SubmittedTask> tasks;
  private final long queuedNanos;

  /**
   * @param tasks the submitted task of each item; empty for items of a source
   * @param queuedNanos when the first item was added, by {@link System#nanoTime}
   */
  public ItemBatch(
      Job job, long firstIndex, EncodedItems items, List<SubmittedTask> tasks, long queuedNanos) {
    this.queuedNanos = queuedNanos;
    this.job = job;
    this.firstIndex = firstIndex;
    this.items = items;
    this.tasks = tasks;
  }

  public Job job() {
    return job;
  }

  /** The index in the job's input of the batch's first item. */
  public long firstIndex() {
    return firstIndex;
  }

  public EncodedItems items() {
    return items;
  }

  /** The submitted task of each item; empty for items of a source. */
  public List<SubmittedTask> tasks() {
    return tasks;
  }

  public SubmittedTask task(int item) {
    return tasks.get(item);
  }

  /**
   * Since when an item has been queued, by {@link System#nanoTime}: a submitted task since it was
   * submitted, an item of a source since the first item of its batch was read.
   */
  public long queuedNanos(int item) {
    return tasks.isEmpty() ? queuedNanos : task(item).queuedNanos();
  }

  /** How an item is called: by the name of its own task, or of its job. */
  public Optional<String> name(int item) {
    return tasks.isEmpty() ? job.name() : task(item).owner().name();
  }

  /**
   * Which answers to items from one on are failures worth another attempt, counted from there.
   * Those of tasks that have been cancelled are not; the others have certainly begun.
   */
  public BitSet worthRetrying(int firstItem, Answers answers) {
    BitSet worth = job.retryRule().among(answers);
    if (!tasks.isEmpty()) {
      worth.stream().filter(i -> task(firstItem + i).owner().isOver()).forEach(i -> worth.clear(i));
      worth.stream().forEach(i -> task(firstItem + i).hasBegun());
    }
    return worth;
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
