package dev.procession.process;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM from exiting while somebody may still expect something of unfinished work. All
 * other threads of a pool are daemons, so an idle or forgotten pool keeps no JVM alive.
 *
 * <p>One thread that is no daemon lives from the first unfinished work to some moments after the
 * last, looking now and then: being woken for each piece of work would cost more than a small task.
 */
final class KeepAlive {
  private static final long LOOK_MILLIS = 50;

  private final AtomicLong unfinished = new AtomicLong();

  /** Guarded by this. */
  private @Nullable Thread thread;

  /** Work begins; to be followed by one {@link #end}. */
  void begin() {
    if (unfinished.incrementAndGet() == 1) {
      ensureThread();
    }
  }

  /** Work has ended, and so has what its owner wanted to do about it. */
  void end() {
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
        // Nobody ends this thread but the work.
      }
    }
  }

  /** Guards against a race with work that begins while the thread makes up its mind. */
  private synchronized boolean isNeeded() {
    if (unfinished.get() > 0) {
      return true;
    }
    thread = null;
    return false;
  }
}
