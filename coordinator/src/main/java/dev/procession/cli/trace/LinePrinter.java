package dev.procession.cli.trace;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints lines in order of arrival on a separate thread. Callers never wait; if too many lines are
 * queued, further ones are dropped, and a line tells their number.
 */
final class LinePrinter implements AutoCloseable {
  /** The maximum number of queued lines. */
  static final int MAX_WAITING = 1 << 14;

  private static final long PATIENCE_MILLIS = 2_000;

  private final Consumer<String> out;
  private final Thread thread = new Thread(this::print, "procession-trace");

  /** Guarded by itself, like all that follows. */
  private final Queue<String> waiting = new ArrayDeque<>();

  private long leftOut;
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param out prints a line; may block
   */
  LinePrinter(Consumer<String> out) {
    this.out = out;
    thread.setDaemon(true);
    thread.start();
  }

  void add(String line) {
    synchronized (waiting) {
      if (waiting.size() == MAX_WAITING) {
        leftOut++;
        return;
      }
      if (leftOut > 0) {
        waiting.add(
            "("
                + leftOut
                + " lines omitted, because they came faster than they could be"
                + " printed)");
        leftOut = 0;
      }
      waiting.add(line);
      waiting.notifyAll();
    }
  }

  /** Waits until everything is printed, but only up to a limit. */
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.notifyAll();
    }
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    for (String line = next(); line != null; line = next()) {
      out.accept(line);
    }
  }

  private @Nullable String next() {
    synchronized (waiting) {
      while (waiting.isEmpty()) {
        if (closed) {
          return null;
        }
        try {
          waiting.wait();
        } catch (InterruptedException e) {
          // This thread is not interrupted to end it.
        }
      }
      return waiting.remove();
    }
  }
}
