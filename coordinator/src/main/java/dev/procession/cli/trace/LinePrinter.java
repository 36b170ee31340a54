package dev.procession.cli.trace;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints lines in the order in which they come, on a thread of its own. Who has a line never waits;
 * when too many wait to be printed, the next ones are left out, and a line says how many.
 */
final class LinePrinter implements AutoCloseable {
  /** How many lines may wait. */
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
        waiting.add("(" + leftOut + " lines that came too fast to be printed are left out here)");
        leftOut = 0;
      }
      waiting.add(line);
      waiting.notifyAll();
    }
  }

  /** Waits until everything is printed, but not for a stderr that nobody reads. */
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
          // Nobody interrupts this thread to end it.
        }
      }
      return waiting.remove();
    }
  }
}
