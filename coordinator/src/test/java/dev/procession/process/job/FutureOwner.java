package dev.procession.process.job;

import java.util.concurrent.CompletableFuture;

/**
 * Completes a future with the end of a submitted task.
 *
 * @param future completed by the task
 * @param value what with, however the task has ended
 * @param hasWaiterThatNeverRuns whether the task's end is left to a waiting thread
 * @param <T> the type of the value
 */
public record FutureOwner<T>(CompletableFuture<T> future, T value, boolean hasWaiterThatNeverRuns)
    implements SubmissionOwner {
  public FutureOwner(CompletableFuture<T> future, T value) {
    this(future, value, false);
  }

  @Override
  public void ended(EndedItems end) {
    future.complete(value);
  }

  @Override
  public boolean endsItself(Runnable ending) {
    return hasWaiterThatNeverRuns;
  }

  @Override
  public void lost(Throwable why) {
    future.completeExceptionally(why);
  }

  @Override
  public boolean isOver() {
    return future.isDone();
  }

  @Override
  public Runnable handedBack() {
    return () -> {};
  }
}
