package dev.procession.scheduler;

import java.util.Optional;

/**
 * What the shell reports to the {@link Scheduler}. Objects typed {@code Object} are passed on and
 * never looked at.
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
   */
  record WorkerAnswered(
      WorkerKey worker, long chunkId, int firstPosition, int count, long busyNanos, Object answers)
      implements Event {}

  /**
   * A revoked chunk ends here; its items from a position on have not been started.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param fromPosition the first position not started
   */
  record WorkerReturned(WorkerKey worker, long chunkId, int fromPosition) implements Event {}

  /**
   * A process asks to be replaced.
   *
   * @param worker the process
   * @param reason what happened, for people
   */
  record WorkerRetiring(WorkerKey worker, String reason) implements Event {}

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
   * @param report how it ended, passed on in {@link Failure}
   */
  record WorkerExited(WorkerKey worker, Optional<RunningItem> running, Object report)
      implements Event {}

  /** Time has passed; due when {@link Scheduler#nextWakeNanos} says so, harmless at other times. */
  record TimePassed() implements Event {}

  /** No new jobs; what was accepted is finished, then the workers leave. */
  record ShutdownRequested() implements Event {}

  /** Everything ends now: items not ended fail as cancelled, workers are killed. */
  record ShutdownNowRequested() implements Event {}
}
