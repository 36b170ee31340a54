package dev.procession.process;

import dev.procession.process.job.ItemBatch;
import dev.procession.process.job.SubmissionOwner;
import dev.procession.process.job.SubmittedTask;
import dev.procession.process.worker.WorkerProcesses;
import dev.procession.scheduler.Batch;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The submitted tasks that an immediate shutdown ended, in the order of submission, and which of
 * them were never started. For tasks that had been sent, only the end of their process decides
 * that. Filled on the loop thread, then read by another.
 */
public final class UnstartedTasks {
  /** A killed process exits within milliseconds; this is the longest wait for it. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private record Entry(SubmissionOwner owner, Optional<WorkerProcesses.Sent> sent, int item) {}

  private final IdentityHashMap<Batch, List<WorkerProcesses.Sent>> sent = new IdentityHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<SubmissionOwner> open = new ArrayList<>();

  UnstartedTasks(List<WorkerProcesses.Sent> sent) {
    for (WorkerProcesses.Sent each : sent) {
      this.sent.computeIfAbsent(each.chunk().batch(), batch -> new ArrayList<>()).add(each);
    }
  }

  /**
   * Records that items of a batch end without an answer; called before their owners are notified.
   */
  void add(ItemBatch batch, int from, int count) {
    if (batch.tasks().isEmpty()) {
      return;
    }
    List<WorkerProcesses.Sent> holders = sent.getOrDefault(batch, List.of());
    for (int item = from; item < from + count; item++) {
      if (!batch.task(item).isUnwanted() && !batch.task(item).wasTried()) {
        entries.add(new Entry(batch.task(item).owner(), holder(holders, item), item));
      }
    }
  }

  private static Optional<WorkerProcesses.Sent> holder(
      List<WorkerProcesses.Sent> holders, int item) {
    return holders.stream().filter(sent -> sent.chunk().contains(item)).findFirst();
  }

  /** Records the end of tasks that were not even offered to the scheduler: the last ones. */
  void addOpen(List<SubmittedTask> tasks) {
    tasks.stream().filter(task -> !task.isUnwanted()).map(SubmittedTask::owner).forEach(open::add);
  }

  /**
   * The owners of the tasks that certainly were not started and never will be; waits briefly for
   * the processes that had been sent some.
   */
  public List<SubmissionOwner> owners() {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    Stream<SubmissionOwner> offered =
        entries.stream()
            .filter(e -> e.sent().map(s -> isUnstarted(s, e, deadlineNanos)).orElse(true))
            .map(Entry::owner);
    return Stream.concat(offered, open.stream()).toList();
  }

  private static boolean isUnstarted(WorkerProcesses.Sent sent, Entry entry, long deadlineNanos) {
    return sent.process()
        .watch()
        .last(deadlineNanos - System.nanoTime())
        .map(last -> !sent.chunk().hasBegun(entry.item(), Optional.of(last)))
        .orElse(false);
  }
}
