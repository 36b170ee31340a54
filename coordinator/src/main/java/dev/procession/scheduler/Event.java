package dev.procession.scheduler;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * An event that the shell reports to the {@link Scheduler}. Values of type {@code Object} are
 * passed on without being used.
 */
public sealed interface Event {

  /** The pool is open: workers may be started. The first event. */
  record PoolOpened() implements Event {}

  /**
   * A job begins.
   *
   * @param jobId unique in the pool
   * @param options its options
   */
  record JobOpened(long jobId, JobOptions options) implements Event {}

  /**
   * Items are there, an answer to {@link Command.WantItems}.
   *
   * @param batch the items
   */
  record BatchOffered(Batch batch) implements Event {}

  /**
   * The source of a job has ended; no batch follows.
   *
   * @param jobId the job
   */
  record JobSealed(long jobId) implements Event {}

  /**
   * Nobody wants the rest of a job. Its items get no further {@link Command.Deliver} or {@link
   * Command.FailItems}.
   *
   * @param jobId the job
   */
  record JobCancelled(long jobId) implements Event {}

  /**
   * Nobody wants one item, which gets no further {@link Command.Deliver} or {@link
   * Command.FailItems}. Harmless when it has ended.
   *
   * @param batch the item's batch
   * @param item its place in the batch
   */
  record ItemCancelled(Batch batch, int item) implements Event {}

  /**
   * A process sent its first message: its JVM runs, what follows is its initializer.
   *
   * @param worker the process
   */
  record WorkerSaidHello(WorkerKey worker) implements Event {}

  /**
   * A process finished its start-up.
   *
   * @param worker the process
   */
  record WorkerReady(WorkerKey worker) implements Event {}

  /**
   * Results of consecutive items of a chunk.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param firstPosition the position in the chunk of the first item answered
   * @param count how many items are answered, at least 1
   * @param busyNanos what they took, as measured by the worker
   * @param answers the decoded answers
   * @param worthRetrying which of them, counted from 0, are failures worth another attempt where
   *     the job has some left; not to be changed
   */
  record WorkerAnswered(
      WorkerKey worker,
      long chunkId,
      int firstPosition,
      int count,
      long busyNanos,
      Object answers,
      BitSet worthRetrying)
      implements Event {
    /** Answers none of which is worth another attempt. */
    public WorkerAnswered(
        WorkerKey worker,
        long chunkId,
        int firstPosition,
        int count,
        long busyNanos,
        Object answers) {
      this(worker, chunkId, firstPosition, count, busyNanos, answers, new BitSet(0));
    }
  }

  /**
   * A revoked chunk ends here; its items from a position on have not been started.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param fromPosition the first position not started
   */
  record WorkerReturned(WorkerKey worker, long chunkId, int fromPosition) implements Event {}

  /**
   * A process says where in its code an item was, an answer to {@link Command.TakeStack}.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param position the item's position in the chunk
   * @param stack the stack trace, passed on in {@link Failure}
   */
  record StackTaken(WorkerKey worker, long chunkId, int position, Object stack) implements Event {}

  /**
   * A process asks to be replaced.
   *
   * @param worker the process
   * @param reason the reason, for users
   */
  record WorkerRetiring(WorkerKey worker, String reason) implements Event {}

  /**
   * What a process runs waits for a shared object, and may do so for long; or does so no more.
   *
   * @param worker the process
   * @param waits whether it waits
   */
  record WorkerWaits(WorkerKey worker, boolean waits) implements Event {}

  /**
   * A process was seen to run an item. Reported for each process that is ready as often as {@link
   * Scheduler#pollNanos} says; the shell need not report every item.
   *
   * @param worker the process
   * @param running what it runs, empty between items
   */
  record WorkerSeen(WorkerKey worker, Optional<RunningItem> running) implements Event {}

  /**
   * A process sent what no worker may send, and must go.
   *
   * @param worker the process
   */
  record WorkerMisbehaved(WorkerKey worker) implements Event {}

  /**
   * A process is gone, or could not be started at all. The last event of this key; everything it
   * sent has been reported before.
   *
   * @param worker the process
   * @param running the item it was running
   * @param cause whether that is about the process alone
   * @param report how it ended, passed on in {@link Failure}
   */
  record WorkerExited(
      WorkerKey worker, Optional<RunningItem> running, ExitCause cause, Object report)
      implements Event {
    /** The end of a process itself, on a host that is there. */
    public WorkerExited(WorkerKey worker, Optional<RunningItem> running, Object report) {
      this(worker, running, ExitCause.PROCESS, report);
    }
  }

  /**
   * How many processes there may be at once, wherever they run: hosts have come or gone. What has
   * been started stays. Until this is said for the first time there is no such limit.
   *
   * @param places how many
   * @param launchesAtOnce how many of them may be between their launch and their hello
   */
  record PlacesChanged(int places, int launchesAtOnce) implements Event {}

  /**
   * A host takes no more processes and is to be left: these processes of it finish what they have
   * begun, if they are ready, and go.
   *
   * @param workers those that run there or are being launched
   */
  record HostDraining(List<WorkerKey> workers) implements Event {}

  /**
   * There has been no place for too long: the pool is of no use any more.
   *
   * @param report why, passed on in {@link Failure}
   */
  record PlacesGivenUp(Object report) implements Event {}

  /** Time has passed; due at {@link Scheduler#nextWakeNanos}, harmless at other times. */
  record TimePassed() implements Event {}

  /**
   * The pool is to have another number of workers. Those that are too many finish the items that
   * they have begun.
   *
   * @param workers how many, at least 1
   */
  record PoolResized(int workers) implements Event {}

  /** Orderly shutdown: no new jobs; accepted items are finished, then the workers exit. */
  record ShutdownRequested() implements Event {}

  /** Immediate shutdown: unfinished items fail as cancelled, and workers are killed. */
  record ShutdownNowRequested() implements Event {}
}
