package dev.procession.scheduler;

import java.util.List;
import java.util.Locale;

/**
 * The pool as it was at one moment, for logs and for people.
 *
 * @param state one of created, open, draining, failed, stopping, terminated
 * @param workers each worker, by number; while one is replaced it is the retiring process that is
 *     shown, until it holds nothing and its successor is ready
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

  static PoolSnapshot of(PoolState state, List<Post> posts, Jobs jobs, Counts counts) {
    return new PoolSnapshot(
        state.getClass().getSimpleName().toLowerCase(Locale.ROOT),
        posts.stream().map(post -> WorkerSnapshot.of(post, state)).toList(),
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
    /** It is not ready yet, or waits to be launched with an open pool's first. */
    STARTING,
    /** It has nothing to do. */
    IDLE,
    /** It has chunks. */
    BUSY,
    /** It finishes its chunk, if it has one, while its successor starts. */
    RETIRING,
    /** It was asked to leave, or is being killed. */
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

    static WorkerSnapshot of(Post post, PoolState pool) {
      Worker shown = shown(post);
      return new WorkerSnapshot(
          post.id(),
          shown.key().map(WorkerKey::generation).orElse(post.generation()),
          isAwaited(post, pool) ? Phase.STARTING : phaseOf(shown.state()),
          post.completed(),
          shown.holding().all().size());
    }

    /** Whether it is certain that its first process is going to be launched. */
    private static boolean isAwaited(Post post, PoolState pool) {
      return post.generation() == 0 && pool instanceof PoolState.Open;
    }

    private static Worker shown(Post post) {
      Worker predecessor = post.predecessor();
      WorkerState present = post.present().state();
      if (predecessor == null) {
        return post.present();
      }
      boolean waits = predecessor.state() instanceof Active && !(present instanceof Active);
      boolean isReplaced = !post.isHeldUp() && !waits && !(present instanceof WorkerState.Vacant);
      return isReplaced ? post.present() : predecessor;
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
  }
}
