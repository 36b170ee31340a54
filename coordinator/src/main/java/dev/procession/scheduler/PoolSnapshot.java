package dev.procession.scheduler;

import java.util.List;
import java.util.Locale;

/**
 * The pool as it was at one moment, for logs and for people.
 *
 * @param state one of created, open, draining, failed, stopping, terminated
 * @param workers each worker, by number
 * @param jobs how many jobs have not ended
 * @param queuedItems how many items wait to be sent to a worker
 * @param tasksCompleted how many items were delivered, whatever their answers say
 * @param tasksFailed how many items the pool failed, except as cancelled
 * @param workersStarted how many processes were started
 * @param workersLost how many processes that had become ready ended unplanned
 */
public record PoolSnapshot(
    String state,
    List<WorkerSnapshot> workers,
    int jobs,
    long queuedItems,
    long tasksCompleted,
    long tasksFailed,
    long workersStarted,
    long workersLost) {

  static PoolSnapshot of(PoolState state, List<Worker> workers, Jobs jobs, Counts counts) {
    return new PoolSnapshot(
        state.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        workers.stream().map(WorkerSnapshot::of).toList(),
        jobs.count(),
        jobs.queuedItems(),
        counts.tasksCompleted(),
        counts.tasksFailed(),
        counts.workersStarted(),
        counts.workersLost());
  }

  /** What a worker's process is at. */
  public enum Phase {
    /** There is no process. */
    VACANT,
    /** It is not ready yet. */
    STARTING,
    /** It has nothing to do. */
    IDLE,
    /** It has chunks. */
    BUSY,
    /** It finishes its chunk and is replaced then. */
    RETIRING,
    /** It was asked to leave, or is being killed. */
    LEAVING
  }

  /**
   * One worker.
   *
   * @param workerId its number
   * @param generation how many processes had the number, the present one included
   * @param state what its process is at
   * @param tasksCompleted how many items all its processes delivered
   * @param chunksHeld how many chunks its process has
   */
  public record WorkerSnapshot(
      int workerId, int generation, Phase state, long tasksCompleted, int chunksHeld) {

    static WorkerSnapshot of(Worker worker) {
      return new WorkerSnapshot(
          worker.id(),
          worker.generation(),
          phaseOf(worker.state()),
          worker.completed(),
          chunksOf(worker.state()));
    }

    private static Phase phaseOf(WorkerState state) {
      if (state instanceof WorkerState.Vacant) {
        return Phase.VACANT;
      }
      if (state instanceof WorkerState.Starting) {
        return Phase.STARTING;
      }
      if (state instanceof Active process) {
        if (process.isRetiring()) {
          return Phase.RETIRING;
        }
        return process.holding().isEmpty() ? Phase.IDLE : Phase.BUSY;
      }
      return Phase.LEAVING;
    }

    private static int chunksOf(WorkerState state) {
      if (state instanceof Active process) {
        return process.holding().all().size();
      }
      return state instanceof WorkerState.Killed killed ? killed.holding().all().size() : 0;
    }
  }
}
