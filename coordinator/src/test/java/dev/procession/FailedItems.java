package dev.procession;

import java.time.Duration;
import java.util.List;

/** Makes the failures that only the pool can make, for tests of what is told of them. */
public final class FailedItems {
  private FailedItems() {}

  /**
   * An item whose function threw.
   *
   * @param index the item
   * @param cause what it threw
   * @return the failure, as of worker 0
   */
  public static TaskFailedException threw(long index, Throwable cause) {
    return new TaskFailedException(TaskRef.item(index), new WorkerRef(0, 4711), cause);
  }

  /**
   * An item that ran too long.
   *
   * @param index the item
   * @param limit how long it might have run
   * @return the failure, as of worker 0
   */
  public static TaskTimeoutException timedOut(long index, Duration limit) {
    return new TaskTimeoutException(
        TaskRef.item(index), new WorkerRef(0, 4711), 0, limit, "taskTimeout", null);
  }

  /**
   * An item whose worker exited.
   *
   * @param index the item
   * @param exitCode what the process left
   * @param stderr what it printed last
   * @return the failure, as of worker 0
   */
  public static WorkerCrashedException crashed(long index, int exitCode, String stderr) {
    return new WorkerCrashedException(
        TaskRef.item(index), new WorkerRef(0, 4711), 1, 1, CrashReport.ofExit(exitCode, stderr));
  }

  /**
   * No worker starts, because of the user's code.
   *
   * @param cause what the initializer threw
   * @return the failure of the pool
   */
  public static WorkerStartException initializer(Throwable cause) {
    return new WorkerStartException(
        new WorkerStartException.Attempt(
            3, List.of("java"), "failed in its initializer", CrashReport.ofExit(64, "")),
        cause);
  }

  /**
   * No worker starts.
   *
   * @param stderr what the last one printed
   * @return the failure of the pool
   */
  public static WorkerStartException noWorker(String stderr) {
    return new WorkerStartException(
        new WorkerStartException.Attempt(3, List.of("java"), "", CrashReport.ofExit(1, stderr)),
        null);
  }
}
