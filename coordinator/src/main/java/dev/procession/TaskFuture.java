package dev.procession;

import dev.procession.process.SubmittedTask;
import dev.procession.protocol.codec.StaysInProcess;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The future of a submitted task; cancelling it stops the task. */
@StaysInProcess(knownAs = CompletableFuture.class, why = TaskFuture.WHY_NOT_SENT)
final class TaskFuture<R extends @Nullable Object> extends CompletableFuture<R>
    implements RunnableFuture<R> {
  static final String WHY_NOT_SENT =
      "it is a future of the pool's, which gets its result in this process; send the result, for"
          + " which join() waits";

  /** Far more than waiting takes; to go through them takes less than a microsecond. */
  private static final int FRAMES_TO_WAIT = 128;

  /** Written once, before the future is handed out. */
  private volatile @Nullable SubmittedTask task;

  /** The first that waits in {@code get} or {@code join}; null when nobody does. */
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();

  /** A thread that waits, and what it was given to do when it wakes up. */
  private static final class Waiter {
    private final Thread thread;
    private final Optional<Runnable> ending;

    Waiter(Thread thread, Optional<Runnable> ending) {
      this.thread = thread;
      this.ending = ending;
    }
  }

  void belongsTo(SubmittedTask submitted) {
    task = submitted;
  }

  /**
   * Gives what ends this future to the thread that waits for it, if there is one and nothing else
   * hangs on the future: waking that thread is enough then.
   */
  boolean endsItself(Runnable ending) {
    Waiter waits = waiter.get();
    // One stage is that of the waiting thread.
    if (waits == null || getNumberOfDependents() > 1) {
      return false;
    }
    boolean isGiven = waiter.compareAndSet(waits, new Waiter(waits.thread, Optional.of(ending)));
    if (isGiven) {
      LockSupport.unpark(waits.thread);
    }
    return isGiven;
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    awaitEnding();
    return super.get();
  }

  @Override
  public R join() {
    awaitEnding();
    return super.join();
  }

  /** Returns when this future has ended, or when this thread has to wait in the usual way. */
  private void awaitEnding() {
    Thread self = Thread.currentThread();
    // Those of a fork-join pool wait in the usual way, which keeps others of their pool working.
    if (isDone() || waiter.get() != null || self instanceof ForkJoinWorkerThread) {
      return;
    }
    // Both may throw, so they come first: who is known to wait has to be there.
    needStack(FRAMES_TO_WAIT);
    // For all that can end a future but the task's own end.
    whenComplete((value, error) -> LockSupport.unpark(self));
    Waiter mine = new Waiter(self, Optional.empty());
    if (!waiter.compareAndSet(null, mine)) {
      return;
    }
    try {
      while (!isDone() && waiter.get() == mine && !self.isInterrupted()) {
        LockSupport.park(this);
      }
    } finally {
      Waiter last = waiter.getAndSet(null);
      if (last != null) {
        last.ending.ifPresent(Runnable::run);
      }
    }
  }

  /** Throws a {@link StackOverflowError} unless the stack has room for so many frames. */
  private static int needStack(int frames) {
    return frames == 0 ? 0 : 1 + needStack(frames - 1);
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
