package dev.procession.process.thread;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM running while submitted work is unfinished. All other threads of a pool are
 * daemons, so an idle or abandoned pool does not keep the JVM running.
 *
 * <p>One non-daemon thread lives from the first unfinished work until shortly after the last. It
 * polls, since waking it for each piece of work would cost more than a small task.
 */
public final class KeepAlive {
  private static final long LOOK_MILLIS = 50;

  private final AtomicLong unfinished = new AtomicLong();

  /** Guarded by this. */
  private @Nullable Thread thread;

  /** Work begins; must be followed by one {@link #end}. */
  public void begin() {
    if (unfinished.incrementAndGet() == 1) {
      ensureThread();
    }
  }

  /** Work has ended, including its owner's reaction to it. */
  public void end() {
    unfinished.decrementAndGet();
  }

  private synchronized void ensureThread() {
    if (thread == null) {
      thread = new Thread(this::live, "procession-keep-alive");
      thread.setDaemon(false);
      thread.start();
    }
  }

  private void live() {
    while (isNeeded()) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        // This thread ends only with the work.
      }
    }
  }

  /** Guards against a race with work that begins while the thread decides to end. */
  private synchronized boolean isNeeded() {
    if (unfinished.get() > 0) {
      return true;
    }
    thread = null;
    return false;
  }
}
