package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;

/** What the shell reports to {@link Sharing}. */
public sealed interface SharingEvent {
  /**
   * An object is made.
   *
   * @param id its number
   * @param name its name, for people
   */
  record Made(long id, String name, SharedSpec spec) implements SharingEvent {}

  /**
   * Somebody asks something.
   *
   * @param requestId the number of the request, which no other has that waits in that process; 0
   *     where no answer is wanted
   * @param place where in the code, for people
   */
  record Asked(
      Caller caller, long requestId, long objectId, String place, SharedOperation operation)
      implements SharingEvent {}

  /** A request is not wanted any more; it is answered all the same. */
  record Withdrawn(Optional<WorkerKey> worker, long requestId) implements SharingEvent {}

  /** A task is told to stop: what it waits for is withdrawn, and it takes no more items. */
  record TaskCancelled(WorkerKey worker, long chunkId, int position) implements SharingEvent {}

  /** The tasks of a process up to the given one have ended. */
  record TasksEnded(WorkerKey worker, long chunkId, int position) implements SharingEvent {}

  /** A process is gone. */
  record WorkerGone(WorkerKey worker) implements SharingEvent {}

  /** Time has passed. */
  record TimePassed() implements SharingEvent {}

  /** The pool has ended. */
  record PoolEnded() implements SharingEvent {}
}
