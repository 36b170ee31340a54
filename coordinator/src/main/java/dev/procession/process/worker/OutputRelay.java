package dev.procession.process.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Relays what a worker prints, line by line, and keeps the tail for crash reports.
 *
 * <p>Polls a pipe instead of blocking, because a grandchild that inherited the worker's stderr may
 * hold it open after the worker's end, and a thread blocked in a read cannot be released; prints
 * are in no hurry.
 */
final class OutputRelay implements Runnable {
  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TAIL_LINES = 20;
  private static final int TAIL_LINE_CHARS = 500;

  private final InputStream workersStderr;
  private final boolean endsWithProcess;
  private final LineSplitter splitter;
  private final Consumer<PrintedLine> lines;
  private final Consumer<Throwable> failures;

  /** Guarded by itself. */
  private final Deque<String> tail = new ArrayDeque<>();

  private final CountDownLatch processEnded = new CountDownLatch(1);

  /** How long it waits after output before it looks again. */
  private final long shortestPauseNanos;

  /**
   * @param endsWithProcess whether the stream ends with the process, so that it can be waited for
   * @param lines receives the lines; user code
   * @param failures takes what that code throws
   */
  OutputRelay(
      int workerId,
      InputStream workersStderr,
      boolean endsWithProcess,
      Consumer<PrintedLine> lines,
      Consumer<Throwable> failures) {
    this(workerId, workersStderr, endsWithProcess, lines, failures, SHORTEST_PAUSE_NANOS);
  }

  OutputRelay(
      int workerId,
      InputStream workersStderr,
      boolean endsWithProcess,
      Consumer<PrintedLine> lines,
      Consumer<Throwable> failures,
      long shortestPauseNanos) {
    this.shortestPauseNanos = shortestPauseNanos;
    this.workersStderr = workersStderr;
    this.endsWithProcess = endsWithProcess;
    this.lines = lines;
    this.failures = failures;
    this.splitter = new LineSplitter(workerId, this::relay);
  }

  @Override
  public void run() {
    try (InputStream in = workersStderr) {
      if (endsWithProcess) {
        relayToTheEnd(in);
      } else {
        relayUntilExit(in);
      }
    } catch (IOException e) {
      // Closed with the process: there is nothing more to relay.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      splitter.finish();
    }
  }

  private void relayToTheEnd(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      splitter.accept(buffer, read);
    }
  }

  private void relayUntilExit(InputStream in) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long pauseNanos = shortestPauseNanos;
    while (true) {
      // Read before looking: what was printed before the end is there once the end is visible.
      boolean last = processEnded.getCount() == 0;
      int available = in.available();
      if (available > 0) {
        int read = in.read(buffer, 0, Math.min(available, buffer.length));
        splitter.accept(buffer, Math.max(0, read));
        pauseNanos = shortestPauseNanos;
      } else if (last) {
        break;
      } else {
        // The end of the process ends the pause: closing a pool waits for this thread.
        processEnded.await(pauseNanos, TimeUnit.NANOSECONDS);
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      }
    }
  }

  /** Tells the relay that nothing new is to come: it ends when it has relayed what is there. */
  void processEnded() {
    processEnded.countDown();
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
      // User code threw; this thread continues with the next line.
      failures.accept(e);
    }
  }
}
