package dev.procession;

import dev.procession.process.job.ResultQueue;
import dev.procession.protocol.StaysInProcess;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of a whole map; cancelling it, or completing it in any other way, cancels the work.
 */
@StaysInProcess(knownAs = CompletableFuture.class, why = TaskFuture.WHY_NOT_SENT)
final class MapFuture<R extends @Nullable Object> extends CompletableFuture<R> {
  private final ResultQueue results;

  MapFuture(ResultQueue results) {
    this.results = results;
  }

  /** Ends it with the results. */
  void returned(R value) {
    super.complete(value);
  }

  /** Ends it with what ended the map. */
  void failed(Throwable error) {
    super.completeExceptionally(error);
  }

  /**
   * A completion from outside, such as by {@code completeOnTimeout}, makes the results superfluous.
   */
  @Override
  public boolean complete(R value) {
    boolean ended = super.complete(value);
    results.cancel();
    return ended;
  }

  /** A failure from outside, such as by {@code orTimeout}, makes the results superfluous. */
  @Override
  public boolean completeExceptionally(Throwable error) {
    boolean ended = super.completeExceptionally(error);
    results.cancel();
    return ended;
  }

  /** A value that is forced upon it makes the results superfluous as well. */
  @Override
  public void obtrudeValue(R value) {
    super.obtrudeValue(value);
    results.cancel();
  }

  @Override
  public void obtrudeException(Throwable error) {
    super.obtrudeException(error);
    results.cancel();
  }

  @Override
  public R get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Objects.requireNonNull(unit, "unit");
    try {
      return super.get(timeout, unit);
    } catch (Throwable e) {
      // Nobody takes the results any more if the thread that waited for them is stopped.
      if (StoppedThread.isStoppedBy(e)) {
        cancel(true);
      }
      throw e;
    }
  }

  @Override
  public R get() throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return get(ResultQueue.LONG_WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        results.waitsLong();
      }
    }
  }

  @Override
  public R join() {
    while (!isDone()) {
      try {
        get(ResultQueue.LONG_WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        results.waitsLong();
      } catch (InterruptedException e) {
        // This method waits all the same, and leaves the thread interrupted.
        Thread.currentThread().interrupt();
        break;
      } catch (ExecutionException | CancellationException e) {
        break;
      }
    }
    return super.join();
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    results.cancel();
    return cancelled;
  }

  /** Dependents are plain futures: cancelling them does not cancel the map. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
