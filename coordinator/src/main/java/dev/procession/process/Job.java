package dev.procession.process;

import dev.procession.scheduler.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The shell's side of a job. Its methods are called on the loop thread, except where they say
 * otherwise, and must not block.
 */
interface Job {
  /** Unique in the pool. */
  long id();

  /** What is applied to the items. */
  FunctionDefinition function();

  /**
   * The scheduler wants items: offer what is there, now or as soon as there are so many, or no more
   * come.
   */
  void wanted(int atLeast);

  /** How many items may be pulled and not yet consumed, where the caller did not say. */
  void resizeWindow(int items);

  /**
   * Answers {@code answersFrom + i} belong to items {@code from + i} of the batch, for {@code i <
   * count}.
   */
  void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by);

  /**
   * Items {@code from + i} of the batch, for {@code i < count}, end without an answer; {@code at}
   * is where they were running.
   */
  void fail(ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure);

  /** The pool takes no new work; called by whoever shuts it down. */
  void poolShutdown();

  /** Everything ends soon: items that have not been offered need not be any more. */
  default void holdBack() {}

  /** The submitted tasks that it has not offered yet, where items have owners of their own. */
  default List<SubmittedTask> openTasks() {
    return List.of();
  }

  /** How many submitted tasks these are; from any thread. */
  default int openTaskCount() {
    return 0;
  }

  /** No worker will ever run what the job has not offered yet. */
  void poolEnded(Failure failure);
}
