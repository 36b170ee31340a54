package dev.procession;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code invokeAll} and {@code invokeAny}: several tasks at once, none of which is left running.
 */
final class InvokeTogether<T> {
  private final ProcessPool pool;
  private final List<Callable<T>> tasks;

  InvokeTogether(ProcessPool pool, Collection<? extends Callable<T>> tasks) {
    this.pool = pool;
    this.tasks = new ArrayList<>(Objects.requireNonNull(tasks, "tasks"));
    // Checked before any of them is submitted.
    this.tasks.forEach(task -> TaskCheck.check(task, TaskCheck.Entry.TOGETHER));
  }

  /**
   * Waits until all have ended; cancels those that have not ended in time, and submits none after
   * that.
   */
  List<Future<T>> all(OptionalLong limitNanos) throws InterruptedException {
    long startNanos = System.nanoTime();
    List<CompletableFuture<T>> futures = new ArrayList<>();
    try {
      for (Callable<T> task : tasks) {
        futures.add(isOver(startNanos, limitNanos) ? cancelled() : pool.submit(task));
      }
      for (CompletableFuture<T> future : futures) {
        awaitEnd(future, startNanos, limitNanos);
      }
      return List.copyOf(futures);
    } catch (TimeoutException e) {
      return List.copyOf(futures);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  /** The first value; the others are cancelled. */
  T any(OptionalLong limitNanos) throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("invokeAny needs at least one task");
    }
    long startNanos = System.nanoTime();
    BlockingQueue<CompletableFuture<T>> ended = new LinkedBlockingQueue<>();
    List<CompletableFuture<T>> futures = new ArrayList<>();
    try {
      for (Callable<T> task : tasks) {
        CompletableFuture<T> future = pool.submit(task);
        futures.add(future);
        future.whenComplete((value, error) -> ended.add(future));
      }
      return firstValue(ended, startNanos, limitNanos);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private T firstValue(
      BlockingQueue<CompletableFuture<T>> ended, long startNanos, OptionalLong limitNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutionException last = null;
    for (int i = 0; i < tasks.size(); i++) {
      CompletableFuture<T> next = take(ended, startNanos, limitNanos);
      if (next == null) {
        throw new TimeoutException("None of " + tasks.size() + " tasks succeeded in time");
      }
      try {
        return next.get();
      } catch (ExecutionException e) {
        last = e;
      } catch (CancellationException e) {
        last = new ExecutionException(e);
      }
    }
    throw Objects.requireNonNull(last);
  }

  private static <T> @Nullable CompletableFuture<T> take(
      BlockingQueue<CompletableFuture<T>> ended, long startNanos, OptionalLong limitNanos)
      throws InterruptedException {
    return limitNanos.isEmpty()
        ? ended.take()
        : ended.poll(leftNanos(startNanos, limitNanos), TimeUnit.NANOSECONDS);
  }

  private static void awaitEnd(Future<?> future, long startNanos, OptionalLong limitNanos)
      throws InterruptedException, TimeoutException {
    try {
      if (limitNanos.isEmpty()) {
        future.get();
      } else {
        future.get(leftNanos(startNanos, limitNanos), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | CancellationException e) {
      // It has ended; the caller gets the failure from the future.
    }
  }

  private static boolean isOver(long startNanos, OptionalLong limitNanos) {
    return limitNanos.isPresent() && leftNanos(startNanos, limitNanos) == 0;
  }

  private static <T> CompletableFuture<T> cancelled() {
    CompletableFuture<T> future = new CompletableFuture<>();
    future.cancel(false);
    return future;
  }

  private static long leftNanos(long startNanos, OptionalLong limitNanos) {
    return Math.max(0, limitNanos.orElseThrow() - (System.nanoTime() - startNanos));
  }
}
