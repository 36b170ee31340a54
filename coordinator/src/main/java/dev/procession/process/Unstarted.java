package dev.procession.process;

import dev.procession.scheduler.Batch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The submitted tasks that an immediate shutdown ended, in the order in which they were submitted,
 * and which of them no worker has begun: some had been sent, and only the end of the process that
 * they were sent to decides. Filled on the loop thread, then read by another.
 */
public final class Unstarted {
  /** A killed process is gone in some milliseconds; one that is not is not waited for. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** What a process had been sent and not answered. */
  record Sent(WorkerProcess process, AwaitedChunk chunk) {}

  private record Entry(TaskOwner owner, Optional<Sent> sent, int item) {}

  private final IdentityHashMap<Batch, List<Sent>> sent = new IdentityHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<TaskOwner> open = new ArrayList<>();

  Unstarted(List<Sent> sent) {
    for (Sent each : sent) {
      this.sent.computeIfAbsent(each.chunk().batch(), batch -> new ArrayList<>()).add(each);
    }
  }

  /** Items of a batch end without an answer; called before their owners are told. */
  void add(ItemBatch batch, int from, int count) {
    if (batch.tasks().isEmpty()) {
      return;
    }
    List<Sent> holders = sent.getOrDefault(batch, List.of());
    for (int item = from; item < from + count; item++) {
      if (!batch.task(item).isUnwanted()) {
        entries.add(new Entry(batch.task(item).owner(), holder(holders, item), item));
      }
    }
  }

  private static Optional<Sent> holder(List<Sent> holders, int item) {
    return holders.stream().filter(sent -> sent.chunk().contains(item)).findFirst();
  }

  /** Tasks end that have not even been offered to the scheduler: the last ones. */
  void addOpen(List<SubmittedTask> tasks) {
    tasks.stream().filter(task -> !task.isUnwanted()).map(SubmittedTask::owner).forEach(open::add);
  }

  /**
   * The owners of the tasks that certainly have not begun and never will; waits a moment for the
   * processes that had been sent some.
   */
  public List<TaskOwner> owners() {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    Stream<TaskOwner> offered =
        entries.stream()
            .filter(e -> e.sent().map(s -> isUnstarted(s, e, deadlineNanos)).orElse(true))
            .map(Entry::owner);
    return Stream.concat(offered, open.stream()).toList();
  }

  private static boolean isUnstarted(Sent sent, Entry entry, long deadlineNanos) {
    return sent.process()
        .watch()
        .last(deadlineNanos - System.nanoTime())
        .map(last -> !sent.chunk().hasBegun(entry.item(), Optional.of(last)))
        .orElse(false);
  }
}
