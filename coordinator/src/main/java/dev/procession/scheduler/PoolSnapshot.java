package dev.procession.scheduler;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pool as it was at one moment, for logs and for people.
 *
 * @param state one of created, open, draining, failed, stopping, terminated
 * @param workers each worker, by number; while one is replaced it is the retiring process that is
 *     shown, until it holds nothing and its successor is ready; one that is too many since the pool
 *     was resized is shown until it has left
 * @param jobs the number of workers jobs have not ended
 * @param queuedItems how many items wait to be sent to a worker
 * @param delayedItems how many items failed and wait for the time of their next attempt
 * @param heldItems how many items workers have been sent and have not answered; cancelled ones are
 *     among them
 * @param tasksCompleted how many items were delivered, whatever their answers say
 * @param tasksFailed how many items the pool failed, except as cancelled
 * @param tasksRetried how many attempts failed and were followed by another
 * @param workersStarted how many processes were started
 * @param workersLost how many processes that had become ready ended unplanned
 * @param exits how many processes are gone, by reason; a reason that has not occurred is missing
 */
public record PoolSnapshot(
    String state,
    List<WorkerSnapshot> workers,
    int jobs,
    long queuedItems,
    long delayedItems,
    long heldItems,
    long tasksCompleted,
    long tasksFailed,
    long tasksRetried,
    long workersStarted,
    long workersLost,
    Map<ExitReason, Long> exits) {

  static PoolSnapshot of(PoolState state, List<WorkerSlot> slots, Jobs jobs, Counts counts) {
    return new PoolSnapshot(
        state.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        slots.stream()
            .filter(slot -> !slot.isSurplus() || slot.hasProcess())
            .map(slot -> WorkerSnapshot.of(slot, state))
            .toList(),
        jobs.count(),
        jobs.queuedItems(),
        jobs.delayedItems(),
        jobs.heldItems(),
        counts.tasksCompleted(),
        counts.tasksFailed(),
        counts.tasksRetried(),
        counts.workersStarted(),
        counts.workersLost(),
        counts.exits());
  }

  /** The activity of a worker's process. */
  public enum Phase {
    /** No process exists. */
    VACANT,
    /**
     * It is not ready yet, or is about to be launched as one of the first processes of the pool.
     */
    STARTING,
    /** It holds no chunk. */
    IDLE,
    /** It holds chunks. */
    BUSY,
    /** It finishes its chunk, if it has one, while its successor starts. */
    RETIRING,
    /** It was asked to exit, or is being killed. */
    LEAVING
  }

  /**
   * One worker.
   *
   * @param workerId its number
   * @param generation how many processes had the number, this one included
   * @param state what its process is at
   * @param tasksCompleted how many items all its processes delivered
   * @param chunksHeld how many chunks its process has
   */
  public record WorkerSnapshot(
      int workerId, int generation, Phase state, long tasksCompleted, int chunksHeld) {

    static WorkerSnapshot of(WorkerSlot slot, PoolState pool) {
      Worker shown = shown(slot);
      return new WorkerSnapshot(
          slot.id(),
          shown.key().map(WorkerKey::generation).orElse(slot.generation()),
          isAwaited(slot, pool) ? Phase.STARTING : phaseOf(shown.state()),
          slot.completed(),
          shown.held().all().size());
    }

    /** Whether it is certain that its first process is going to be launched. */
    private static boolean isAwaited(WorkerSlot slot, PoolState pool) {
      return slot.generation() == 0 && pool instanceof PoolState.Open;
    }

    private static Worker shown(WorkerSlot slot) {
      Worker predecessor = slot.predecessor();
      WorkerState present = slot.present().state();
      if (predecessor == null) {
        return slot.present();
      }
      boolean waits =
          predecessor.state() instanceof ActiveWorker && !(present instanceof ActiveWorker);
      boolean isReplaced = !slot.isHeldUp() && !waits && !(present instanceof WorkerState.Vacant);
      return isReplaced ? slot.present() : predecessor;
    }

    private static Phase phaseOf(WorkerState state) {
      if (state instanceof WorkerState.Vacant) {
        return Phase.VACANT;
      }
      if (state instanceof WorkerState.Starting) {
        return Phase.STARTING;
      }
      if (state instanceof ActiveWorker process) {
        if (process.isRetiring()) {
          return Phase.RETIRING;
        }
        return process.held().isEmpty() ? Phase.IDLE : Phase.BUSY;
      }
      return Phase.LEAVING;
    }
  }
}
