package dev.procession;

import java.util.Objects;

/**
 * One worker of a pool, as it was when it was asked for.
 *
 * <pre>{@code
 * List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();
 * }</pre>
 *
 * @param id the worker's number, 0 to N-1; a replacement takes over the number of the worker it
 *     replaces
 * @param pid the id of its process; 0 while there is none, which is so when it is {@link
 *     WorkerState#GONE}, and until the process has been launched. One that is {@link
 *     WorkerState#IDLE} or {@link WorkerState#BUSY} has a process
 * @param state where it is in its life
 * @param tasksCompleted how many tasks the processes of this number have ended with a value, as in
 *     {@link PoolStats#tasksCompleted}; those that failed do not count
 * @param generation how many processes this number has had, the present one included; 0 before the
 *     first
 */
public record WorkerInfo(int id, long pid, WorkerState state, long tasksCompleted, int generation) {
  /**
   * A description, as pools make them.
   *
   * @param id the worker's number
   * @param pid the id of its process, or 0
   * @param state where it is in its life
   * @param tasksCompleted how many tasks have ended with a value
   * @param generation how many processes there have been
   * @throws NullPointerException if anything is null
   */
  public WorkerInfo {
    Objects.requireNonNull(state, "state");
  }
}
