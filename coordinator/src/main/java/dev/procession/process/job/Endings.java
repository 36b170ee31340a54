package dev.procession.process.job;

import dev.procession.process.thread.CallbackThreads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Completes the futures of submitted tasks and of maps: the only place that decides on which thread
 * a future is completed. A pool has not terminated before all of them are completed; their
 * dependents may take longer.
 */
public final class Endings {
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final CallbackThreads callbacks;
  private final Set<Ending> onTheirWay = ConcurrentHashMap.newKeySet();

  public Endings(CallbackThreads callbacks) {
    this.callbacks = callbacks;
  }

  /** One completion. Running it twice does no harm. */
  private final class Ending implements Runnable {
    private final Runnable action;
    private final BooleanSupplier hasArrived;
    private final Consumer<Throwable> orElse;

    /** Written by the loop thread, before another knows this. */
    private boolean leftToWaiter;

    Ending(Runnable action, BooleanSupplier hasArrived, Consumer<Throwable> orElse) {
      this.orElse = orElse;
      this.action = action;
      this.hasArrived = hasArrived;
      onTheirWay.add(this);
    }

    @Override
    public void run() {
      try {
        action.run();
      } catch (Throwable e) {
        orElse.accept(e);
      } finally {
        onTheirWay.remove(this);
      }
    }

    /** On the thread that waits. */
    void runHereOrElsewhere() {
      try {
        action.run();
        onTheirWay.remove(this);
      } catch (Throwable e) {
        // Most likely the caller's stack is nearly used up, but other threads may wait for it, too.
        callbacks.execute(this);
      }
    }
  }

  /**
   * Completes a future on a callback thread.
   *
   * @param action completes it, and its dependents
   * @param hasArrived whether its owner can see the completion
   * @param orElse completes it with the exception of the action
   */
  public void execute(Runnable action, BooleanSupplier hasArrived, Consumer<Throwable> orElse) {
    callbacks.execute(new Ending(action, hasArrived, orElse));
  }

  /** Completes a task of a message with several, or one that did not finish. */
  void end(SubmissionOwner owner, Runnable action) {
    execute(action, owner::isOver, owner::lost);
  }

  /**
   * Completes the only task of a message, on the thread that waits for it if there is one, which
   * saves waking a callback thread that would wake that thread. If a message has many tasks, the
   * waiting thread would next wait for another of them, so all are left to the callback threads. On
   * the loop thread.
   */
  void endSingle(SubmissionOwner owner, Runnable action) {
    Ending ending = new Ending(action, owner::isOver, owner::lost);
    ending.leftToWaiter = true;
    if (!owner.endsItself(ending::runHereOrElsewhere)) {
      ending.leftToWaiter = false;
      callbacks.execute(ending);
    }
  }

  /** Waiting threads are not used any longer; on the loop thread. */
  public void takeOver() {
    for (Ending ending : onTheirWay) {
      if (ending.leftToWaiter) {
        callbacks.execute(ending);
      }
    }
  }

  /** Whether the owners can see all completions so far. */
  public boolean haveArrived() {
    return onTheirWay.stream().allMatch(ending -> ending.hasArrived.getAsBoolean());
  }

  /** Waits until {@link #haveArrived}; returns whether that is so. */
  public boolean await(long deadlineNanos) throws InterruptedException {
    while (!haveArrived()) {
      if (deadlineNanos - System.nanoTime() <= 0) {
        return false;
      }
      // Short, because they are queued for threads that have nothing else to do.
      TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
    }
    return true;
  }
}
