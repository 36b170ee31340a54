package dev.procession.process.thread;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs user code (dependents of futures, progress, output, class loaders) on separate threads, so
 * that it does not block the pool.
 *
 * <p>One thread serves a quick burst; as long as the head of the queue does not move for a few
 * milliseconds, threads are added, twice as many each time, so that actions which block delay the
 * others by no more. There is no limit but the system's: an action may wait for the effect of one
 * that is behind it, such as a stage that joins another future of the pool's, so with any limit
 * enough of them would wait for ever. Threads that idle leave, except for the last: it stays until
 * the end, because a system that is out of threads gives no other, and somebody waits for these
 * actions.
 */
public final class CallbackThreads {
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final String name;
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

  /**
   * No thread yet.
   *
   * @param name what the threads are called
   */
  public CallbackThreads(String name, Threads maker) {
    this.name = name;
    this.maker = maker;
  }

  /**
   * Starts the first thread.
   *
   * @throws OutOfMemoryError if the system has none to give
   */
  public void open() {
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
   * Runs {@code action} soon; from any thread, never blocks. Its exceptions go to the thread's
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
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void addThread() {
    maker.daemon(name, this::serve, 0).start();
    threads++;
  }

  private void serve() {
    while (serveOne()) {}
  }

  /** In a separate stack frame, so that a waiting thread keeps no reference to the last action. */
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
          // An interrupt left over from an action; these threads are never interrupted to end them.
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

  /** At most one watcher sleeps at a time; it adds threads when nothing was taken meanwhile. */
  private void watchForStall() {
    if (watching) {
      return;
    }
    try {
      maker.daemon(name + "-watch", this::watch, 0).start();
      watching = true;
    } catch (OutOfMemoryError e) {
      // No thread is available, so none could be added: the actions wait for the existing threads.
    }
  }

  private void watch() {
    lock.lock();
    try {
      long seen = taken;
      int added = 0;
      while (!queue.isEmpty()) {
        try {
          stalled.awaitNanos(STALL_NANOS);
        } catch (InterruptedException e) {
          continue;
        }
        // Each thread added last may have taken one action, and be blocked by it.
        if (taken - seen <= added && idle == 0) {
          added = Math.min(Math.max(1, 2 * added), queue.size());
          for (int i = 0; i < added; i++) {
            addThread();
          }
        } else {
          added = 0;
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
