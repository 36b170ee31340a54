package dev.procession.worker;

import dev.procession.protocol.shared.PerWorkerReference;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that closing objects of this worker does not take for ever: what is not closed in time
 * is interrupted, and if it does not heed that, the process ends without it. Owned by the runner,
 * which closes; no other thread may, since an object can belong to the thread that has made it.
 */
final class LimitedClosing implements PerWorkerReference.CloseListener {
  /**
   * Of the time in which a process has to leave, the part until the interrupt, and that after it.
   */
  private static final int PARTS = 2;

  private static final long MIN_MILLIS = 100;

  private final long limitMillis;
  private final Shutdown leaving;

  /** Owned by the runner. */
  private @Nullable Limit limit;

  LimitedClosing(long graceMillis, Shutdown leaving) {
    this.limitMillis = Math.max(MIN_MILLIS, graceMillis / PARTS);
    this.leaving = leaving;
  }

  @Override
  public void begins(Object object) {
    Limit begun = new Limit(Thread.currentThread(), object.getClass().getName());
    limit = begun;
    Thread thread = new Thread(begun, "procession-close-limit");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void ended() {
    Limit begun = limit;
    if (begun != null) {
      begun.end();
    }
    // It was meant for what has been closed.
    Thread.interrupted();
  }

  @Override
  public void failed(Object object, Throwable error) {
    System.err.println("A " + object.getClass().getName() + " of this worker could not be closed:");
    error.printStackTrace();
  }

  private final class Limit implements Runnable {
    private final Thread closing;
    private final String className;

    /** Guarded by this. */
    private boolean over;

    Limit(Thread closing, String className) {
      this.closing = closing;
      this.className = className;
    }

    synchronized void end() {
      over = true;
      notifyAll();
    }

    @Override
    public void run() {
      try {
        if (!isOverWithin()) {
          interrupt();
          if (!isOverWithin()) {
            leaving.closingHangs(
                "close() of a %s has not ended %d ms after it was interrupted"
                    .formatted(className, limitMillis));
          }
        }
      } catch (InterruptedException e) {
        // Nobody interrupts this thread, unless a task looks for it: then there is no limit.
      }
    }

    private synchronized boolean isOverWithin() throws InterruptedException {
      long untilNanos = System.nanoTime() + limitMillis * 1_000_000;
      for (long left = limitMillis; !over && left > 0; ) {
        wait(left);
        left = (untilNanos - System.nanoTime()) / 1_000_000;
      }
      return over;
    }

    private void interrupt() {
      // First, since to print may block.
      synchronized (this) {
        if (over) {
          return;
        }
        closing.interrupt();
      }
      System.err.printf(
          "close() of a %s of this worker has not ended within %d ms, so it is interrupted.%n",
          className, limitMillis);
    }
  }
}
