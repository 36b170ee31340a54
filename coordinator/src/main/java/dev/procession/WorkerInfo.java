package dev.procession;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param host the name of the host that the process runs on, as it was given to the pool; empty for
 *     this machine, and where there is no process. Processes of two hosts may have the same pid
 * @param waitsFor what its task waits for, in words: which shared object, where in the code, and of
 *     a lock who holds it; empty where it waits for none
 */
public record WorkerInfo(
    int id,
    long pid,
    WorkerState state,
    long tasksCompleted,
    int generation,
    Optional<String> host,
    List<String> waitsFor) {
  /**
   * A description, as pools make them.
   *
   * @param id the worker's number
   * @param pid the id of its process, or 0
   * @param state where it is in its life
   * @param tasksCompleted how many tasks have ended with a value
   * @param generation how many processes there have been
   * @param host the name of its host; empty for this machine
   * @param waitsFor what its task waits for, in words
   * @throws NullPointerException if anything is null
   */
  public WorkerInfo {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(host, "host");
    waitsFor = List.copyOf(waitsFor);
  }

  /**
   * A description of a worker on this machine whose task waits for nothing.
   *
   * @param id the worker's number
   * @param pid the id of its process, or 0
   * @param state where it is in its life
   * @param tasksCompleted how many tasks have ended with a value
   * @param generation how many processes there have been
   * @throws NullPointerException if anything is null
   */
  public WorkerInfo(int id, long pid, WorkerState state, long tasksCompleted, int generation) {
    this(id, pid, state, tasksCompleted, generation, Optional.empty(), List.of());
  }
}
