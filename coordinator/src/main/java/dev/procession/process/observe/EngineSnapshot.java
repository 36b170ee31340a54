package dev.procession.process.observe;

import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of a pool: the scheduler's state, and the state that only the shell has.
 *
 * @param pool the scheduler's state
 * @param openTasks the number of submitted tasks not yet offered to the scheduler
 * @param pids the process ids of the live processes
 * @param hosts the hosts of those that run on another machine
 * @param waits what the processes wait for, in words, as far as they wait for shared objects
 * @param failedAnswers the number of failed items that each worker, by its number, has answered
 * @param unsentFailures the number of items that failed before they reached the scheduler
 * @param bytesSent how many bytes of items have been sent to workers
 * @param bytesReceived how many bytes of results have been received from workers
 * @param hostFigures the hosts other than this machine that the pool has, in their order
 */
public record EngineSnapshot(
    PoolSnapshot pool,
    long openTasks,
    Map<WorkerKey, Long> pids,
    Map<WorkerKey, String> hosts,
    Map<WorkerKey, List<String>> waits,
    List<Long> failedAnswers,
    long unsentFailures,
    long bytesSent,
    long bytesReceived,
    List<HostFigures> hostFigures) {

  /** The number of items waiting to be sent to a worker. */
  public long queuedItems() {
    return pool.queuedItems() + pool.delayedItems() + openTasks;
  }

  /** The number of items that ended with a value. */
  public long tasksSucceeded() {
    return pool.tasksCompleted() - allFailedAnswers();
  }

  /** The number of them that the processes of one slot answered. */
  public long tasksSucceeded(PoolSnapshot.WorkerSnapshot worker) {
    return worker.tasksCompleted() - failedAnswers.get(worker.workerId());
  }

  /** The same; 0 for a number that has no process and is not to have one. */
  public long tasksSucceeded(int workerId) {
    return pool.workers().stream()
        .filter(worker -> worker.workerId() == workerId)
        .mapToLong(this::tasksSucceeded)
        .sum();
  }

  /** The number of items that ended without a value, except for cancelled ones. */
  public long tasksFailed() {
    return pool.tasksFailed() + allFailedAnswers() + unsentFailures;
  }

  private long allFailedAnswers() {
    return failedAnswers.stream().mapToLong(Long::longValue).sum();
  }
}
