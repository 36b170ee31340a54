package dev.procession.scheduler;

/** An action that the {@link Scheduler} requests from the shell. */
public sealed interface Command {
  /**
   * Start a process.
   *
   * @param worker its key
   */
  record StartWorker(WorkerKey worker) implements Command {}

  /**
   * Send a chunk to a process that is ready.
   *
   * @param worker the process
   * @param chunk the chunk
   */
  record SendChunk(WorkerKey worker, Chunk chunk) implements Command {}

  /**
   * Take back the items of a chunk that have not been started.
   *
   * @param worker the process
   * @param chunkId the chunk
   */
  record RevokeChunk(WorkerKey worker, long chunkId) implements Command {}

  /**
   * Ask a process where in its code an item is.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param position the item's position in the chunk
   */
  record TakeStack(WorkerKey worker, long chunkId, int position) implements Command {}

  /**
   * Ask a process to stop or to skip one item.
   *
   * @param worker the process
   * @param chunkId the chunk
   * @param position the item's position in the chunk
   */
  record CancelItem(WorkerKey worker, long chunkId, int position) implements Command {}

  /**
   * Ask an idle process to leave by itself.
   *
   * @param worker the process
   */
  record DismissWorker(WorkerKey worker) implements Command {}

  /**
   * Kill a process and all its descendants.
   *
   * @param worker the process
   * @param reason why, for logs
   */
  record KillWorker(WorkerKey worker, String reason) implements Command {}

  /**
   * Tell people that every worker waits for a shared object, while items are queued that might
   * bring what they wait for. Said once for as long as it is so.
   */
  record WarnAllWait() implements Command {}

  /**
   * Hand over answers: item {@code from + i} of the batch is answered by {@code answers[answersFrom
   * + i]}, for {@code i < count}.
   *
   * @param batch the items' batch
   * @param from the first item, in the batch
   * @param count how many
   * @param answers what {@link Event.WorkerAnswered} brought
   * @param answersFrom the place of the first answer in it
   * @param worker who answered
   */
  record Deliver(
      Batch batch, int from, int count, Object answers, int answersFrom, WorkerKey worker)
      implements Command {}

  /**
   * End items that no worker answered.
   *
   * @param batch the items' batch
   * @param from the first item, in the batch
   * @param count how many
   * @param failure why
   */
  record FailItems(Batch batch, int from, int count, Failure failure) implements Command {}

  /**
   * A job's queue runs low: offer what is there, now or as soon as it is worth a chunk. Answered by
   * one {@link Event.BatchOffered}. Said for more than one item first, and for one when a worker
   * has nothing to do before that is answered.
   *
   * @param jobId the job
   * @param atLeast how many items are worth it; what there is, if the source has come to its end
   */
  record WantItems(long jobId, int atLeast) implements Command {}

  /**
   * How many items of a job may be pulled from its source and not yet consumed, where its caller
   * did not say. Said for the first time as the job opens.
   *
   * @param jobId the job
   * @param items the number
   */
  record ResizeWindow(long jobId, int items) implements Command {}

  /**
   * A job is over: all its items have ended and no worker holds any of them.
   *
   * @param jobId the job
   */
  record EndJob(long jobId) implements Command {}

  /**
   * No worker can be started; the pool is of no use any more. Every item offered so far is failed
   * next, and so is every batch offered later. Jobs that are open stay so until they are sealed or
   * cancelled, or the pool is shut down.
   *
   * @param failure why, which is what every item gets
   */
  record FailPool(Failure.NoWorkers failure) implements Command {}

  /**
   * All processes have exited and all jobs have ended. This is the last command; later events are
   * not answered.
   */
  record Terminate() implements Command {}
}
