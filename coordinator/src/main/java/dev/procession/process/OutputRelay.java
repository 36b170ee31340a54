package dev.procession.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Relays what a worker prints, line by line, and keeps the tail for crash reports.
 *
 * <p>Polls instead of blocking, because a grandchild that inherited the worker's stderr may hold it
 * open after the worker's end, and a thread blocked in a read cannot be released; prints are in no
 * hurry.
 */
final class OutputRelay implements Runnable {
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TAIL_LINES = 20;
  private static final int TAIL_LINE_CHARS = 500;

  private final InputStream workersStderr;
  private final LineSplitter splitter;
  private final Consumer<PrintedLine> lines;
  private final Consumer<Throwable> failures;

  /** Guarded by itself. */
  private final Deque<String> tail = new ArrayDeque<>();

  /** Written by the thread that waits for the process. */
  private volatile boolean processEnded;

  /**
   * @param lines takes the lines; code of the user's
   * @param failures takes what that code throws
   */
  OutputRelay(
      int workerId,
      InputStream workersStderr,
      Consumer<PrintedLine> lines,
      Consumer<Throwable> failures) {
    this.workersStderr = workersStderr;
    this.lines = lines;
    this.failures = failures;
    this.splitter = new LineSplitter(workerId, this::relay);
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER_BYTES];
    long pauseNanos = SHORTEST_PAUSE_NANOS;
    try (InputStream in = workersStderr) {
      while (true) {
        // Read before looking: what was printed before the end is there once the end is seen.
        boolean last = processEnded;
        int available = in.available();
        if (available > 0) {
          int read = in.read(buffer, 0, Math.min(available, buffer.length));
          splitter.accept(buffer, Math.max(0, read));
          pauseNanos = SHORTEST_PAUSE_NANOS;
        } else if (last) {
          break;
        } else {
          TimeUnit.NANOSECONDS.sleep(pauseNanos);
          pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        }
      }
    } catch (IOException e) {
      // Closed with the process: there is nothing more to relay.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      splitter.finish();
    }
  }

  /** Tells the relay that nothing new is to come: it ends when it has relayed what is there. */
  void processEnded() {
    processEnded = true;
  }

  /** The last lines, for people. */
  String tail() {
    synchronized (tail) {
      return String.join("\n", tail);
    }
  }

  private void relay(PrintedLine line) {
    String text = line.text();
    synchronized (tail) {
      tail.addLast(
          text.length() <= TAIL_LINE_CHARS ? text : text.substring(0, TAIL_LINE_CHARS) + "…");
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    try {
      lines.accept(line);
    } catch (Throwable e) {
      // The user's code threw; the next line is another chance, and this thread goes on.
      failures.accept(e);
    }
  }
}
