package dev.procession.sharing;

import dev.procession.scheduler.WorkerKey;
import java.util.Optional;

/**
 * Who asks something of a shared object: a thread of a task, or of the program that owns the pool.
 *
 * @param worker the process; empty for the program's own
 * @param chunkId the chunk of the task; 0 where no task runs
 * @param position the task's position in the chunk; in chunk 0, 0 for the initializer, and 1 for
 *     the process itself
 * @param task what messages call the task
 * @param thread the thread in its process; 0 for the task as a whole
 */
public record Caller(
    Optional<WorkerKey> worker, long chunkId, int position, TaskLabel task, long thread) {

  /** A thread of the program. */
  public static Caller ofProgram(long thread) {
    return new Caller(Optional.empty(), 0, 0, new TaskLabel(false, -1, Optional.empty()), thread);
  }

  /** The task, whichever of its threads asks. */
  Caller anyThread() {
    return new Caller(worker, chunkId, position, task, 0);
  }

  /** A task: neither the program nor the initializer, nor a thread while no task runs. */
  boolean isTask() {
    return worker.isPresent() && chunkId > 0;
  }

  /** Whether its end is known while its process goes on: a task, or the initializer. */
  boolean endsBeforeItsProcess() {
    return worker.isPresent() && (chunkId > 0 || position == 0);
  }

  /** Whether it is a task that has ended if those up to the given one have. */
  boolean isUpTo(long endedChunkId, int endedPosition) {
    return endsBeforeItsProcess()
        && (chunkId < endedChunkId || (chunkId == endedChunkId && position <= endedPosition));
  }

  /** Whether it is a task that comes before the given one. */
  boolean isBefore(long otherChunkId, int otherPosition) {
    return isUpTo(otherChunkId, otherPosition - 1);
  }

  @Override
  public String toString() {
    if (worker.isEmpty()) {
      return "thread " + thread + " of the program";
    }
    String where = "worker " + worker.get().workerId();
    if (isTask()) {
      return task + " on " + where;
    }
    return (endsBeforeItsProcess() ? "the initializer of " : "a thread of no task on ") + where;
  }
}
