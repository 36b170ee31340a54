package dev.procession;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task ran longer than its limit and was stopped. Time spent waiting does not count.
 *
 * <p>When it is thrown, or given to a callback, the task does not run any more: it has heeded the
 * interrupt, which takes it as long as it likes up to the pool's {@code shutdownGrace}, or its
 * process is gone.
 *
 * <pre>{@code
 * try {
 *   pool.map(Files::size, files, MapOptions.defaults().taskTimeout(Duration.ofSeconds(5)));
 * } catch (TaskTimeoutException e) {
 *   System.out.println("the item at index " + e.index().getAsLong() + " took more than " + e.limit());
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

  /** The host of that process; null for this machine. */
  private final @Nullable String host;

  TaskTimeoutException(
      TaskRef task,
      WorkerRef worker,
      int retries,
      Duration limit,
      String setting,
      @Nullable TaskStack stack) {
    super(
        task.index(),
        task
            + " ran longer than its limit of "
            + MessageText.duration(limit)
            + " in "
            + worker
            + MessageText.afterRetries(retries)
            + " and was stopped. The limit counts from the start of the task and excludes"
            + " waiting. If the task needs longer, raise "
            + setting
            + ".",
        stack);
    this.limit = limit;
    this.workerId = worker.id();
    this.pid = worker.pid();
    this.host = worker.host().orElse(null);
  }

  /** What a user would raise, where the options of the task have a limit or not. */
  static String settingOf(Optional<Duration> itsOwn) {
    return itsOwn.isPresent() ? "the timeout of its TaskOptions" : "taskTimeout";
  }

  /**
   * Where in its code the task was when its time was up, before it was interrupted. Printed as the
   * cause of this exception.
   *
   * @return the innermost frames of its stack, 256 at most, from the innermost outwards, without
   *     those of the worker; empty if the worker did not answer, for instance because its process
   *     had been stopped
   */
  public List<StackTraceElement> taskStack() {
    Throwable cause = getCause();
    return cause == null ? List.of() : List.of(cause.getStackTrace());
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

  /**
   * The host that the process ran on.
   *
   * @return its name, as it was given to the pool; empty for this machine
   */
  public Optional<String> host() {
    return Optional.ofNullable(host);
  }
}
