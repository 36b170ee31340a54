package dev.procession;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process ended while it ran a task: by {@code System.exit} or {@code Runtime.halt}, by
 * a signal, by a crash in native code, by the system's out-of-memory killer, or by the coordinator,
 * because it sent what no worker may send. Only the task that was running gets this exception; what
 * else the worker had runs again elsewhere, and another worker takes its place.
 *
 * <pre>{@code
 * SerializableRunnable task = () -> Runtime.getRuntime().halt(7);
 * try {
 *   pool.submit(task).get();
 * } catch (ExecutionException e) {
 *   if (e.getCause() instanceof WorkerCrashedException crash) {
 *     System.out.println("exit code " + crash.exitCode().getAsInt()); // exit code 7
 *   }
 * }
 * }</pre>
 */
public final class WorkerCrashedException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** The worker whose process ended. */
  private final int workerId;

  /** The process that ended. */
  private final long pid;

  /** The host of that process; null for this machine. */
  private final @Nullable String host;

  /** How many times the task was started. */
  private final int attempts;

  /** What the process left; null where that was not visible. */
  private final @Nullable Integer exitCode;

  /** The signal that killed it; null where there was none. */
  private final @Nullable String signal;

  /** The last lines of its error stream. */
  private final String stderrTail;

  /**
   * Makes the exception.
   *
   * @param task the task that was running
   * @param worker who ran it last
   * @param attempts how many times the task was started
   * @param maxAttempts how many times it might have been
   * @param report how the process ended
   */
  WorkerCrashedException(
      TaskRef task, WorkerRef worker, int attempts, int maxAttempts, CrashReport report) {
    this(task, worker, attempts, report, message(task, worker, attempts, maxAttempts, report));
  }

  /** The task had been begun, and may have ended, but is not to run again. */
  WorkerCrashedException(TaskRef task, WorkerRef worker, CrashReport report) {
    this(
        task,
        worker,
        1,
        report,
        task
            + " was started, and had probably finished, when its worker died before the answer"
            + " arrived: "
            + worker
            + " "
            + report.whatHappened()
            + ". It is not retried, because of atMostOnce()."
            + report.details());
  }

  private WorkerCrashedException(
      TaskRef task, WorkerRef worker, int attempts, CrashReport report, String message) {
    super(task.index(), message, null);
    this.workerId = worker.id();
    this.pid = worker.pid();
    this.host = worker.host().orElse(null);
    this.attempts = attempts;
    this.exitCode = report.exitCode().isPresent() ? report.exitCode().getAsInt() : null;
    this.signal = report.signal().orElse(null);
    this.stderrTail = report.stderrTail();
  }

  private static String message(
      TaskRef task, WorkerRef worker, int attempts, int maxAttempts, CrashReport report) {
    return task
        + " failed because its worker died: "
        + worker
        + " "
        + report.whatHappened()
        + " while running it (attempt "
        + attempts
        + " of "
        + maxAttempts
        + ")."
        + report.details();
  }

  /**
   * What the process left as its exit code. A process killed by a signal leaves 128 and the
   * signal's number.
   *
   * @return the code; empty when the process could not be seen to end
   */
  public OptionalInt exitCode() {
    return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /**
   * The signal that killed the process, as far as the exit code tells.
   *
   * @return its name, such as {@code SIGKILL}; empty when the process exited by itself
   */
  public Optional<String> signal() {
    return Optional.ofNullable(signal);
  }

  /**
   * The last lines that the process, its JVM and native code in it wrote to its error stream.
   *
   * @return the lines, or an empty text
   */
  public String stderrTail() {
    return stderrTail;
  }

  /**
   * The process that ended.
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

  /**
   * How many times the task was started, each time in another process.
   *
   * @return the number, from 1
   */
  public int attempts() {
    return attempts;
  }

  /**
   * The number of the worker whose process ended.
   *
   * @return the number, from 0
   */
  public int workerId() {
    return workerId;
  }
}
