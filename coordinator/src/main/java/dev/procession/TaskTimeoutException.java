package dev.procession;

import java.time.Duration;

/**
 * A task ran longer than its limit and was stopped. Time spent waiting does not count.
 *
 * <pre>{@code
 * try {
 *   pool.map(Files::size, files, MapOptions.defaults().taskTimeout(Duration.ofSeconds(5)));
 * } catch (TaskTimeoutException e) {
 *   System.out.println("item " + e.index().getAsLong() + " took more than " + e.limit());
 * }
 * }</pre>
 */
public final class TaskTimeoutException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** How long the task might have run. */
  private final Duration limit;

  /** The worker that ran the task. */
  private final int workerId;

  /** The process that ran the task. */
  private final long pid;

  TaskTimeoutException(TaskRef task, WorkerRef worker, Duration limit) {
    super(
        task.index(),
        task
            + " ran longer than its limit of "
            + Text.duration(limit)
            + " in "
            + worker
            + " and was stopped. The time counts from the start of the task, waiting excluded."
            + " If it needs longer, raise taskTimeout.",
        null);
    this.limit = limit;
    this.workerId = worker.id();
    this.pid = worker.pid();
  }

  /**
   * How long the task might have run.
   *
   * @return the limit
   */
  public Duration limit() {
    return limit;
  }

  /**
   * The number of the worker that ran the task.
   *
   * @return the number, from 0
   */
  public int workerId() {
    return workerId;
  }

  /**
   * The process that ran the task.
   *
   * @return the pid
   */
  public long pid() {
    return pid;
  }
}
