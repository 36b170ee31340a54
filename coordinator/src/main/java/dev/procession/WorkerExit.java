package dev.procession;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a worker process ended.
 *
 * <pre>{@code
 * PoolListener listener =
 *     new PoolListener() {
 *       @Override
 *       public void workerExited(WorkerInfo worker, WorkerExit exit) {
 *         if (exit.kind() == WorkerExit.Kind.LOST) {
 *           System.err.println("worker " + worker.id() + " is lost: " + exit);
 *         }
 *       }
 *     };
 * }</pre>
 *
 * @param kind whether that was planned
 * @param exitCode what the process left: 128 and the signal's number if a signal killed it; empty
 *     if it could not be launched
 * @param signal the name of the signal that killed it, such as {@code SIGKILL}, as far as the exit
 *     code tells
 * @param reason why the pool ended it, or what kept it from starting; empty if neither is the case
 * @param stderrTail the last lines that it, its JVM and native code in it wrote to its error
 *     stream; may be empty
 */
public record WorkerExit(
    Kind kind,
    OptionalInt exitCode,
    Optional<String> signal,
    Optional<String> reason,
    String stderrTail) {
  /**
   * A description, as pools make them.
   *
   * @param kind whether it was planned
   * @param exitCode what the process left, if it was there
   * @param signal what killed it, if something did
   * @param reason why, if it is known
   * @param stderrTail the last lines of its error stream
   * @throws NullPointerException if anything is null
   */
  public WorkerExit {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(exitCode, "exitCode");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(stderrTail, "stderrTail");
  }

  /** Whether the end of a process was planned. */
  public enum Kind {
    /** It was ready, and the pool let it go: it is replaced, or not needed any more. */
    PLANNED,
    /**
     * It was ready and ended by itself, was killed by somebody else, or had to be killed because a
     * task did not stop or because it sent what no worker may send. {@link PoolStats#workersLost}
     * counts these.
     */
    LOST,
    /** It was not ready yet: it failed to start, or was not needed any more while it started. */
    NEVER_READY
  }
}
