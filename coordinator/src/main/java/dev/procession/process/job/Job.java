package dev.procession.process.job;

import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The shell's side of a job. Its methods are called on the loop thread, except where they say
 * otherwise, and must not block.
 */
public interface Job {
  /** Unique in the pool. */
  long id();

  /** The function that is applied to the items. */
  FunctionDefinition function();

  /** Which failures of its items are worth another attempt; from any thread. */
  RetryRule retryRule();

  /** How its caller calls what it does, if at all; from any thread. */
  Optional<String> name();

  /**
   * The scheduler requests items: offers the available ones, now or as soon as there are enough or
   * no more follow.
   */
  void wanted(int atLeast);

  /** The number of items that may be pulled and not yet consumed, if the caller did not set it. */
  void resizeWindow(int items);

  /**
   * Answers {@code answersFrom + i} belong to items {@code from + i} of the batch, for {@code i <
   * count}.
   */
  void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by);

  /**
   * Items {@code from + i} of the batch, for {@code i < count}, end without an answer; {@code at}
   * is the process that was running them.
   */
  void fail(ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure);

  /** The pool rejects new work; called by the thread that shuts it down. */
  void poolShutdown();

  /** The job ends soon: items that have not been offered need not be offered. */
  default void holdBack() {}

  /** The submitted tasks that it has not offered yet, if its items are submitted tasks. */
  default List<SubmittedTask> openTasks() {
    return List.of();
  }

  /** The number of submitted tasks not yet offered to the scheduler; from any thread. */
  default int openTaskCount() {
    return 0;
  }

  /** How full its window is, if it has one; from any thread. */
  default Optional<WindowFigures> windowFigures() {
    return Optional.empty();
  }

  /** No worker will ever run items that the job has not offered yet. */
  void poolEnded(Failure failure);

  /** The scheduler sends no more commands: ends everything that has not ended. */
  default void poolBroken(Failure failure) {
    poolEnded(failure);
  }
}
