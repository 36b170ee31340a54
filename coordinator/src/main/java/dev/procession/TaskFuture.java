package dev.procession;

import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SubmittedTask;
import dev.procession.process.thread.Threads;
import dev.procession.protocol.StaysInProcess;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The future of a submitted task; cancelling it, or completing it in any other way, stops the task.
 */
@StaysInProcess(knownAs = CompletableFuture.class, why = TaskFuture.WHY_NOT_SENT)
final class TaskFuture<R extends @Nullable Object> extends CompletableFuture<R>
    implements RunnableFuture<R> {
  static final String WHY_NOT_SENT =
      "it is a future, which receives its result in this process; send the value that join()"
          + " returns";

  /** Far more than waiting takes. */
  private static final int FRAMES_TO_WAIT = 384;

  /**
   * Far more than ending a task takes, even if classes are loaded for it: a class whose
   * initialization runs out of stack can never be used again. To go through them takes one or two
   * microseconds.
   */
  private static final int FRAMES_TO_END = 768;

  /** How long the text of what a task threw may take, which is user code. */
  private static final long TEXT_MILLIS = 2000;

  private static final ClassValue<Boolean> COMPUTES_TEXT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return !(isOfPlatform(type, "toString")
              && isOfPlatform(type, "getLocalizedMessage")
              && isOfPlatform(type, "getMessage"));
        }
      };

  private static final long LONG_WAIT_NANOS =
      TimeUnit.SECONDS.toNanos(ResultQueue.LONG_WAIT_SECONDS);

  /** Written once, before the future is handed out. */
  private volatile @Nullable SubmittedTask task;

  /** The first that waits in {@code get} or {@code join}; null when nobody does. */
  private final AtomicReference<@Nullable Waiter> waiter = new AtomicReference<>();

  /** What the task threw, if its text cannot be asked for; written once, before it is done. */
  private volatile @Nullable Throwable textless;

  /** Written under the lock of {@link #waiter}: whether there is a stage that wakes who waits. */
  private volatile boolean wakesWaiter;

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
    if (waits == null || getNumberOfDependents() > 0) {
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
    try {
      awaitEnding();
      throwIfTextless();
      return super.get();
    } catch (Throwable e) {
      throwIfTextless();
      cancelIfStopped(e);
      throw e;
    }
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Objects.requireNonNull(unit, "unit");
    throwIfTextless();
    try {
      return super.get(timeout, unit);
    } catch (Throwable e) {
      throwIfTextless();
      cancelIfStopped(e);
      throw e;
    }
  }

  @Override
  public R join() {
    try {
      awaitEnding();
      return super.join();
    } catch (Throwable e) {
      cancelIfStopped(e);
      throw e;
    }
  }

  /** Nobody takes the value any more if the thread that waited for it is stopped. */
  private void cancelIfStopped(Throwable ending) {
    if (StoppedThread.isStoppedBy(ending)) {
      cancel(true);
    }
  }

  /** Returns when this future has ended, or when this thread has to wait in the usual way. */
  private void awaitEnding() {
    Thread self = Thread.currentThread();
    if (isDone() || othersWait(self) || !hasStackToEnd() || !canBeReliedOn(self)) {
      return;
    }
    // May throw, so it comes first: a thread that is registered as waiting must go on to wait.
    wakeWaiterAtEnd();
    Waiter mine = new Waiter(self, Optional.empty());
    if (!waiter.compareAndSet(null, mine) && othersWait(self)) {
      return;
    }
    try {
      long lookNanos = System.nanoTime() + LONG_WAIT_NANOS;
      while (!isDone() && isToWait() && !self.isInterrupted()) {
        LockSupport.parkNanos(this, LONG_WAIT_NANOS);
        SubmittedTask submitted = task;
        if (submitted != null && lookNanos - System.nanoTime() <= 0) {
          lookNanos += LONG_WAIT_NANOS;
          submitted.waitsLong();
        }
      }
    } finally {
      Waiter last = waiter.getAndSet(null);
      if (last != null) {
        last.ending.ifPresent(Runnable::run);
      }
    }
  }

  /** Not so if the one that is noted is this thread, whose earlier wait ran out of stack. */
  private boolean othersWait(Thread self) {
    Waiter noted = waiter.get();
    return noted != null && noted.thread != self;
  }

  /** Whether the thread that is noted has not been given anything to do. */
  private boolean isToWait() {
    Waiter noted = waiter.get();
    return noted != null && noted.ending.isEmpty();
  }

  /**
   * Whether that thread runs as soon as it is woken. A virtual one waits for a carrier first, and
   * all of them may be taken for as long as others like; one of a fork-join pool waits in the usual
   * way, which keeps others of its pool working.
   */
  private static boolean canBeReliedOn(Thread waiting) {
    return !(waiting instanceof ForkJoinWorkerThread) && !VirtualThreads.isVirtual(waiting);
  }

  /**
   * For all that can end a future but the task's own end. One stage for all who ever wait: a stage
   * cannot be taken back when a wait ends early.
   */
  private void wakeWaiterAtEnd() {
    synchronized (waiter) {
      if (!wakesWaiter) {
        whenComplete((value, error) -> wakeWaiter());
        wakesWaiter = true;
      }
    }
  }

  private void wakeWaiter() {
    Waiter waits = waiter.get();
    if (waits != null) {
      LockSupport.unpark(waits.thread);
    }
  }

  /** Those of others: the stage that wakes a waiting thread is no business of theirs. */
  @Override
  public int getNumberOfDependents() {
    int all = super.getNumberOfDependents();
    return wakesWaiter ? Math.max(0, all - 1) : all;
  }

  /**
   * Whether this thread has stack enough to end the task as well.
   *
   * @throws StackOverflowError if it has not even enough to wait
   */
  private static boolean hasStackToEnd() {
    try {
      needStack(FRAMES_TO_END);
      return true;
    } catch (StackOverflowError e) {
      needStack(FRAMES_TO_WAIT);
      return false;
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
    Optional<String> text = textOf(thrown);
    if (text.isEmpty()) {
      textless = thrown;
    }
    super.completeExceptionally(
        special || text.isEmpty()
            ? new CompletionException(text.orElse(lackOfText(thrown)), thrown)
            : thrown);
  }

  private static boolean isOfPlatform(Class<?> type, String method) {
    try {
      return type.getMethod(method).getDeclaringClass().getClassLoader() == null;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  /**
   * Its text, unless that fails or takes too long. A future asks for it as it hands what was thrown
   * to its stages, and would leave out those that come after one where that fails.
   */
  private static Optional<String> textOf(Throwable thrown) {
    if (!COMPUTES_TEXT.get(thrown.getClass())) {
      return Optional.of(thrown.toString());
    }
    AtomicReference<@Nullable String> text = new AtomicReference<>();
    Thread asking = Threads.ofThisJvm().daemon("procession-text", () -> ask(thrown, text), 0);
    boolean interrupted = false;
    try {
      asking.start();
      asking.join(TEXT_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (OutOfMemoryError e) {
      // The system has no thread to give.
      return Optional.empty();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(text.get());
  }

  private static void ask(Throwable thrown, AtomicReference<@Nullable String> text) {
    try {
      text.set(thrown.toString());
    } catch (Throwable e) {
      // There is none.
      return;
    }
  }

  private static String lackOfText(Throwable thrown) {
    return thrown.getClass().getName() + " (its text fails or takes too long)";
  }

  /** What {@code get} throws where the text of what the task threw cannot be asked for. */
  private void throwIfTextless() throws ExecutionException {
    Throwable thrown = textless;
    if (thrown != null && isDone() && !isCancelled()) {
      throw new ExecutionException(lackOfText(thrown), thrown);
    }
  }

  /** Ends it with what the task returned. */
  void taskReturned(R value) {
    super.complete(value);
  }

  /** Ends it because the task did not come to its end. */
  void taskFailed(Throwable error) {
    super.completeExceptionally(error);
  }

  /**
   * A completion from outside, such as by {@code completeOnTimeout}, makes the task superfluous.
   */
  @Override
  public boolean complete(R value) {
    boolean ended = super.complete(value);
    if (ended) {
      stopTask();
    }
    return ended;
  }

  /** A failure from outside, such as by {@code orTimeout}, makes the task superfluous. */
  @Override
  public boolean completeExceptionally(Throwable error) {
    boolean ended = super.completeExceptionally(error);
    if (ended) {
      stopTask();
    }
    return ended;
  }

  /** A value that is forced upon it makes the task superfluous as well. */
  @Override
  public void obtrudeValue(R value) {
    super.obtrudeValue(value);
    stopTask();
  }

  @Override
  public void obtrudeException(Throwable error) {
    super.obtrudeException(error);
    stopTask();
  }

  private void stopTask() {
    SubmittedTask submitted = task;
    if (submitted != null) {
      submitted.cancel();
    }
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
        "This future belongs to a task that shutdownNow() returned. It is cancelled, and its"
            + " task runs only in worker processes: submit the task to another pool");
  }

  /** What a stage makes is a plain future: to cancel it does not cancel the task. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
