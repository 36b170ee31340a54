package dev.procession;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task threw. The {@linkplain #getCause cause} is what it threw, with its own type, message,
 * cause and the stack trace of the worker; where that object cannot be rebuilt here, the cause is a
 * stand-in with the same text and trace.
 *
 * <p>The worker goes on, except after an {@link OutOfMemoryError} or a {@link StackOverflowError}:
 * then it is replaced.
 *
 * <pre>{@code
 * try {
 *   pool.map(x -> 6 / x, List.of(1, 0));
 * } catch (TaskFailedException e) {
 *   System.out.println(e.getCause()); // java.lang.ArithmeticException: / by zero
 * }
 * }</pre>
 */
public final class TaskFailedException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** The message up to what the task threw. */
  private final String what;

  /** The worker that ran the task. */
  private final int workerId;

  /** The process that ran the task. */
  private final long pid;

  /** The host of that process; null for this machine. */
  private final @Nullable String host;

  TaskFailedException(TaskRef task, WorkerRef worker, Throwable cause) {
    this(task, worker, 0, cause);
  }

  TaskFailedException(TaskRef task, WorkerRef worker, int retries, Throwable cause) {
    super(task.index(), null, Objects.requireNonNull(cause));
    this.what = task + " failed in " + worker + MessageText.afterRetries(retries) + ": ";
    this.workerId = worker.id();
    this.pid = worker.pid();
    this.host = worker.host().orElse(null);
  }

  /**
   * Says which task failed where, and what it threw. Made when it is asked for, because the text of
   * the cause is the user's code.
   */
  @Override
  public String getMessage() {
    return what + MessageText.of(getCause()) + advice(getCause());
  }

  /** What the task threw; never null. */
  @Override
  public synchronized Throwable getCause() {
    return Objects.requireNonNull(super.getCause());
  }

  private static String advice(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return "\nThe worker is being replaced. Give each worker more memory with"
          + " ProcessPool.builder().maxHeap(\"1g\"), or make the items smaller.";
    }
    if (cause instanceof StackOverflowError) {
      return "\nThe worker is being replaced, because its classes may be partly initialized.";
    }
    return "";
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
