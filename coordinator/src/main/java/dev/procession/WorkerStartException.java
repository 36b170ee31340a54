package dev.procession;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * No worker could be started, several times in a row: the JVM does not start, does not get ready in
 * time, or the initializer fails. Every task that waits gets this exception and the pool takes no
 * more.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.builder().jvmArgs("-XX:NoSuchOption").build()) {
 *   pool.map(x -> x + 1, List.of(1));
 * } catch (WorkerStartException e) {
 *   System.out.println(e.command() + " said " + e.stderrTail());
 * }
 * }</pre>
 */
public final class WorkerStartException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** The message up to what was thrown. */
  private final String beforeCause;

  /** The message after what was thrown. */
  private final String afterCause;

  /** The command line of the last try. */
  private final String[] command;

  /** What the last process left; null where there was none. */
  private final @Nullable Integer exitCode;

  /** The last lines of its error stream. */
  private final String stderrTail;

  /**
   * The last of the processes that were tried.
   *
   * @param tries how many have been tried in a row
   * @param command the command line of the last one
   * @param reason what happened to it, as the rest of a sentence that begins with its name, such as
   *     "was not ready within 60 s"; empty to say how it ended
   * @param end how it ended
   */
  record Attempt(int tries, List<String> command, String reason, CrashReport end) {}

  /**
   * Makes the exception.
   *
   * @param attempt the last try
   * @param cause what was thrown, by the initializer or by the system
   */
  WorkerStartException(Attempt attempt, @Nullable Throwable cause) {
    super(OptionalLong.empty(), null, cause);
    CrashReport end = attempt.end();
    beforeCause =
        "No worker could be started: "
            + (attempt.tries() == 1
                ? "the process that was launched "
                : "the last of " + attempt.tries() + " processes that were launched ")
            + whatHappened(attempt);
    afterCause =
        MessageText.quoted("Command", String.join(" ", attempt.command())) + end.lastWords();
    command = attempt.command().toArray(String[]::new);
    exitCode = end.exitCode().isPresent() ? end.exitCode().getAsInt() : null;
    stderrTail = end.stderrTail();
  }

  private static String whatHappened(Attempt attempt) {
    OptionalInt exitCode = attempt.end().exitCode();
    if (attempt.reason().isEmpty()) {
      return attempt.end().whatHappened();
    }
    return attempt.reason()
        + (exitCode.isPresent() ? " (exit code " + exitCode.getAsInt() + ")" : "");
  }

  /**
   * Says what was tried and how it ended. Made when it is asked for, because the text of the cause
   * may be the user's code.
   */
  @Override
  public String getMessage() {
    Throwable cause = getCause();
    return beforeCause + (cause == null ? "." : ": " + MessageText.of(cause)) + afterCause;
  }

  /**
   * The command line of the last process that was tried.
   *
   * @return the command and its arguments; empty when there was none
   */
  public List<String> command() {
    return List.of(command);
  }

  /**
   * What the last process left as its exit code. A process that was killed, maybe by the pool
   * because it was not ready in time, leaves 128 and the signal's number.
   *
   * @return the code; empty when there was no process
   */
  public OptionalInt exitCode() {
    return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
  }

  /**
   * The last lines that the last process wrote to its error stream.
   *
   * @return the lines, or an empty text
   */
  public String stderrTail() {
    return stderrTail;
  }
}
