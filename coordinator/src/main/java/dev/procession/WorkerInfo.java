package dev.procession;

import java.util.Objects;

/**
 * One worker of a pool, as it was when it was asked for.
 *
 * @param id the worker's number, 0 to N-1; a replacement takes over the number of the worker it
 *     replaces
 * @param pid the id of its process; 0 while it has none
 * @param state where it is in its life
 * @param tasksCompleted how many tasks its present process has answered, whether they returned or
 *     threw
 * @param generation how many processes this number has had, the present one included
 */
public record WorkerInfo(int id, long pid, WorkerState state, long tasksCompleted, int generation) {
  /** Checks that nothing is null. */
  public WorkerInfo {
    Objects.requireNonNull(state, "state");
  }
}
