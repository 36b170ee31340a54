package dev.procession.process;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the user's (stages of futures, progress, output, class loaders) away from the
 * threads that the pool depends on.
 *
 * <p>One thread serves a quick burst; as long as the head of the queue does not move for a few
 * milliseconds, another thread is added, so that an action which blocks delays the others by no
 * more. Threads that idle leave.
 */
public final class CallbackThreads {
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MAX_THREADS = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition stalled = lock.newCondition();
  private final Queue<Runnable> queue = new ArrayDeque<>();

  /** Guarded by {@link #lock}, like all that follows. */
  private int threads;

  private int idle;
  private long taken;
  private boolean watching;
  private boolean closed;

  /**
   * Runs {@code action} soon; from any thread, never blocks. What it throws goes to the thread's
   * exception handler.
   */
  public void execute(Runnable action) {
    lock.lock();
    try {
      queue.add(action);
      if (idle > 0) {
        changed.signal();
      } else if (threads == 0) {
        addThread();
      } else {
        watchForStall();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the threads leave once the queue is empty. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void addThread() {
    threads++;
    Thread thread = new Thread(this::serve, "procession-callback");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    boolean left = false;
    try {
      for (Runnable action = take(); action != null; action = take()) {
        action.run();
      }
      left = true;
    } finally {
      if (!left) {
        replaceThisThread();
      }
    }
  }

  /**
   * Guards against an action that threw: its thread ends, with the exception shown by the handler,
   * and another goes on.
   */
  private void replaceThisThread() {
    lock.lock();
    try {
      threads--;
      if (!queue.isEmpty() && threads == 0) {
        addThread();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable take() {
    lock.lock();
    try {
      long deadlineNanos = System.nanoTime() + IDLE_NANOS;
      while (queue.isEmpty()) {
        long waitNanos = deadlineNanos - System.nanoTime();
        if (closed || waitNanos <= 0) {
          threads--;
          return null;
        }
        idle++;
        try {
          changed.awaitNanos(waitNanos);
        } catch (InterruptedException e) {
          // An action's leftover interrupt; nobody interrupts these threads to end them.
        } finally {
          idle--;
        }
      }
      taken++;
      return queue.remove();
    } finally {
      lock.unlock();
    }
  }

  /** At most one watcher sleeps at a time; it adds a thread when nothing was taken meanwhile. */
  private void watchForStall() {
    if (watching) {
      return;
    }
    watching = true;
    Thread watcher = new Thread(this::watch, "procession-callback-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void watch() {
    lock.lock();
    try {
      long seen = taken;
      while (!queue.isEmpty() && threads < MAX_THREADS) {
        try {
          stalled.awaitNanos(STALL_NANOS);
        } catch (InterruptedException e) {
          continue;
        }
        if (taken == seen && !queue.isEmpty() && idle == 0) {
          addThread();
        }
        seen = taken;
      }
    } finally {
      watching = false;
      lock.unlock();
    }
  }
}
