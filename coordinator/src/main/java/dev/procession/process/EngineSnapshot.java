package dev.procession.process;

import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;

/**
 * A pool at one moment: what the scheduler knows of it, and what only the shell knows.
 *
 * @param pool what the scheduler knows
 * @param openTasks how many submitted tasks the scheduler has not been offered yet
 * @param pids the process ids of the processes that there are
 * @param failedAnswers how many items each worker, by its number, has answered, but not with a
 *     value
 * @param unansweredItems how many items have been sent to a worker and not been answered
 * @param bytesSent how many bytes of items have been sent to workers
 * @param bytesReceived how many bytes of results have been received from workers
 */
public record EngineSnapshot(
    PoolSnapshot pool,
    long openTasks,
    Map<WorkerKey, Long> pids,
    List<Long> failedAnswers,
    long unansweredItems,
    long bytesSent,
    long bytesReceived) {

  /** How many items wait to be sent to a worker. */
  public long queuedItems() {
    return pool.queuedItems() + openTasks;
  }

  /** How many items ended with a value. */
  public long tasksSucceeded() {
    return pool.tasksCompleted() - allFailedAnswers();
  }

  /** How many of them the processes of one number answered. */
  public long tasksSucceeded(int workerId) {
    return pool.workers().get(workerId).tasksCompleted() - failedAnswers.get(workerId);
  }

  /** How many items ended without a value, except those that were cancelled. */
  public long tasksFailed() {
    return pool.tasksFailed() + allFailedAnswers();
  }

  private long allFailedAnswers() {
    return failedAnswers.stream().mapToLong(Long::longValue).sum();
  }
}
