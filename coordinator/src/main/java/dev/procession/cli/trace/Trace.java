package dev.procession.cli.trace;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Prints the messages between the coordinator and the workers of some pools, one per line: time,
 * direction, worker, contents and size.
 */
public final class Trace implements Supplier<WorkerObserver>, AutoCloseable {
  private static final int SIGNALED = 128;

  private final LongSupplier nanoTime;
  private final LinePrinter printer;

  /** Guarded by this, like all that follows. */
  private int pools;

  private long startNanos;

  /**
   * Creates a trace that begins with the first pool.
   *
   * @param out prints a line; may block
   */
  public Trace(Consumer<String> out) {
    this(out, System::nanoTime);
  }

  Trace(Consumer<String> out, LongSupplier nanoTime) {
    this.printer = new LinePrinter(out);
    this.nanoTime = nanoTime;
  }

  /** The observer of one more pool. */
  @Override
  public synchronized WorkerObserver get() {
    if (pools++ == 0) {
      startNanos = nanoTime.getAsLong();
    }
    String pool = pools == 1 ? "" : "pool " + pools + " ";
    Map<WorkerKey, MessageText> texts = new HashMap<>();
    return (worker, what) -> saw(pool, texts, worker, what);
  }

  /** Synchronized, so that lines are in the order of their times. */
  private synchronized void saw(
      String pool, Map<WorkerKey, MessageText> texts, WorkerKey worker, WorkerObservation what) {
    String name = pool + "worker " + worker.workerId();
    MessageText text = texts.computeIfAbsent(worker, key -> new MessageText());
    if (what instanceof WorkerObservation.Launching) {
      line("--", name, "launching");
    } else if (what instanceof WorkerObservation.FrameSent sent) {
      line("->", name + " pid " + sent.pid(), said(text.of(sent.message()), sent.bytes()));
    } else if (what instanceof WorkerObservation.FrameReceived received) {
      line(
          "<-",
          name + " pid " + received.pid(),
          said(text.of(received.message()), received.bytes()));
    } else if (what instanceof WorkerObservation.Exited exited) {
      texts.remove(worker);
      ExitReport report = exited.report();
      line("--", name + report.pid().map(pid -> " pid " + pid).orElse(""), ended(report));
    }
  }

  private static String said(String words, long bytes) {
    return words + " [" + bytes + " bytes]";
  }

  private static String ended(ExitReport report) {
    String detail = report.detail().isEmpty() ? "" : ": " + MessageText.quoted(report.detail());
    if (report.exitCode().isEmpty()) {
      return "could not be started" + detail;
    }
    int code = report.exitCode().getAsInt();
    String signal = code > SIGNALED ? ", signal " + (code - SIGNALED) : "";
    return "exited with code " + code + signal + detail;
  }

  private void line(String direction, String whom, String what) {
    double millis = (nanoTime.getAsLong() - startNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    printer.add(String.format(Locale.ROOT, "%9.1f ms %s %s  %s", millis, direction, whom, what));
  }

  /** Waits until everything is printed, for some seconds at most. */
  @Override
  public void close() {
    printer.close();
  }
}
