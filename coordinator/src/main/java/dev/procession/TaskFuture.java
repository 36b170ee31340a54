package dev.procession;

import dev.procession.process.SubmittedTask;
import dev.procession.protocol.codec.StaysInProcess;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RunnableFuture;
import org.jspecify.annotations.Nullable;

/** The future of a submitted task; cancelling it stops the task. */
@StaysInProcess(knownAs = CompletableFuture.class, why = TaskFuture.WHY_NOT_SENT)
final class TaskFuture<R extends @Nullable Object> extends CompletableFuture<R>
    implements RunnableFuture<R> {
  static final String WHY_NOT_SENT =
      "it is a future of the pool's, which gets its result in this process; send the result, for"
          + " which join() waits";

  /** Written once, before the future is handed out. */
  private volatile @Nullable SubmittedTask task;

  void belongsTo(SubmittedTask submitted) {
    task = submitted;
  }

  /** Ends it with what the task threw, whatever that is. */
  void taskThrew(Throwable thrown) {
    // Taken as they are, these two would look like a cancellation of this future, or lose their own
    // type; wrapped, they arrive as the cause, like any other.
    boolean special =
        thrown instanceof CancellationException || thrown instanceof CompletionException;
    completeExceptionally(special ? new CompletionException(thrown) : thrown);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean alreadyDone = isDone();
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    SubmittedTask submitted = task;
    if (!alreadyDone && cancelled && submitted != null) {
      if (mayInterruptIfRunning) {
        submitted.cancel();
      } else {
        submitted.abandon();
      }
    }
    return cancelled;
  }

  /** It is a {@code Runnable} only to stand for its task in what {@code shutdownNow} returns. */
  @Override
  public void run() {
    throw new IllegalStateException(
        "This is the future of a task that was handed back by shutdownNow(). It has ended as"
            + " cancelled and its task runs in worker processes only: submit the task to another"
            + " pool");
  }

  /** What a stage makes is a plain future: to cancel it does not cancel the task. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
