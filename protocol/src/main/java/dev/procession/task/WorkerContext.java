package dev.procession.task;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running task can ask about the worker it runs in.
 *
 * <p>Only the thread that runs the task has a context; threads that the task starts do not inherit
 * it, but may be handed the object.
 *
 * <pre>{@code
 * CompletableFuture<Long> counted =
 *     pool.submit(
 *         () -> {
 *           long n = 0;
 *           while (!WorkerContext.current().isCancelled()) {
 *             n++;
 *           }
 *           return n;
 *         });
 * counted.cancel(true);
 * }</pre>
 */
public abstract class WorkerContext {
  private static final ThreadLocal<@Nullable Supplier<WorkerContext>> CURRENT = new ThreadLocal<>();

  /** Written once by the worker's main thread, before any class of the user's is loaded. */
  private static volatile boolean worker;

  /** For the worker's own implementation. */
  protected WorkerContext() {}

  /**
   * Whether this JVM is a worker process.
   *
   * @return true in a worker, on every thread; false in the coordinator and everywhere else
   */
  public static boolean isWorker() {
    return worker;
  }

  /**
   * The context of the task that the calling thread runs.
   *
   * @return the context, valid while the task runs
   * @throws IllegalStateException when the calling thread does not run a task
   */
  public static WorkerContext current() {
    Supplier<WorkerContext> context = CURRENT.get();
    if (context == null) {
      throw new IllegalStateException(
          "Thread '"
              + Thread.currentThread().getName()
              + "' does not run a task: WorkerContext.current() works only inside a function that a worker applies");
    }
    return context.get();
  }

  /**
   * The worker's number in its pool, from 0 to N-1. A replacement takes over the number of the
   * worker it replaces.
   *
   * @return the number
   */
  public abstract int workerId();

  /**
   * The worker's process id.
   *
   * @return the pid
   */
  public abstract long pid();

  /**
   * The index of the item in its input, from 0; for a submitted task, its number among the
   * submitted tasks of the pool, or of those whose classes have the same class loader, where there
   * are several. -1 in an initializer, which belongs to no item.
   *
   * @return the index
   */
  public abstract long taskIndex();

  /**
   * How many times this item has been started, this time included.
   *
   * @return the attempt, from 1
   */
  public abstract int attempt();

  /**
   * Whether the coordinator has asked this task to stop, because it was cancelled or ran out of
   * time. The task's thread is interrupted as well; a task that ignores both is ended with its
   * process.
   *
   * @return true once it has been asked to stop
   */
  public abstract boolean isCancelled();

  /**
   * Has this process replaced once the running item has ended, which does not fail for it: for a
   * task that has left something behind, such as threads of a library, that the next item should
   * not meet. In an initializer it has no effect.
   *
   * @param reason what the pool's log says
   */
  public abstract void retire(String reason);

  /** Declares this JVM to be a worker process; for the worker's own use. */
  protected static void declareWorker() {
    worker = true;
  }

  /**
   * Makes {@code context} the source of the calling thread's contexts; for the worker's own use.
   *
   * @param context gives the context of the task that runs when it is asked, or null to leave none
   */
  protected static void enter(@Nullable Supplier<WorkerContext> context) {
    if (context == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(context);
    }
  }
}
