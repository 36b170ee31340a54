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
 * more. Threads that idle leave, except for the last: it stays until the end, because a system that
 * is out of threads gives no other, and somebody waits for these actions.
 */
public final class CallbackThreads {
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MAX_THREADS = 256;

  private final Threads maker;
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

  /** Threads of this JVM, the first with the first action. */
  public CallbackThreads() {
    this(Threads.ofThisJvm());
  }

  CallbackThreads(Threads maker) {
    this.maker = maker;
  }

  /**
   * Starts the first thread.
   *
   * @throws OutOfMemoryError if the system has none to give
   */
  void open() {
    lock.lock();
    try {
      if (threads == 0) {
        addThread();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs {@code action} soon; from any thread, never blocks. What it throws goes to the thread's
   * exception handler.
   */
  public void execute(Runnable action) {
    lock.lock();
    try {
      queue.add(action);
      changed.signal();
      if (threads == 0) {
        addThread();
      } else if (queue.size() > idle) {
        // Also when a thread is idle: it may have been woken for an action before, which may block.
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
    maker.daemon("procession-callback", this::serve, 0).start();
    threads++;
  }

  private void serve() {
    while (serveOne()) {}
  }

  /**
   * In a frame of its own: while a thread waits for the next action it keeps nothing of the last.
   */
  private boolean serveOne() {
    Runnable action = take();
    if (action == null) {
      return false;
    }
    try {
      action.run();
    } catch (Throwable e) {
      show(e);
    }
    return true;
  }

  /** As the JVM does when a thread ends by it; but this one is still needed. */
  private static void show(Throwable error) {
    Thread self = Thread.currentThread();
    try {
      self.getUncaughtExceptionHandler().uncaughtException(self, error);
    } catch (Throwable e) {
      // The JVM ignores what a handler throws, too.
    }
  }

  private @Nullable Runnable take() {
    lock.lock();
    try {
      long deadlineNanos = System.nanoTime() + IDLE_NANOS;
      while (queue.isEmpty()) {
        long waitNanos = deadlineNanos - System.nanoTime();
        boolean isLast = threads == 1;
        if (closed || (waitNanos <= 0 && !isLast)) {
          threads--;
          return null;
        }
        idle++;
        try {
          changed.awaitNanos(isLast ? Long.MAX_VALUE : waitNanos);
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
    try {
      maker.daemon("procession-callback-watch", this::watch, 0).start();
      watching = true;
    } catch (OutOfMemoryError e) {
      // No thread is to be had, so none could be added: the actions wait for those there are.
    }
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
    } catch (OutOfMemoryError e) {
      // As above; the next action that finds all threads busy has another try.
    } finally {
      watching = false;
      lock.unlock();
    }
  }
}
