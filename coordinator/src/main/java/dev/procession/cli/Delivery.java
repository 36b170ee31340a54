package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.Outcome;
import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerStartException;
import java.io.IOException;
import java.util.Optional;

/** What becomes of an item that has ended: a line on stdout or a message, and a line in the log. */
final class Delivery {
  private final WorkOptions.Work work;
  private final Optional<JobLog> log;
  private final Tag tag;

  Delivery(WorkOptions.Work work, Optional<JobLog> log, Tag tag) {
    this.work = work;
    this.log = log;
    this.tag = tag;
  }

  /** What stands before each line of a result. */
  enum Tag {
    NONE,
    ITEM
  }

  /** What the workers apply: the user's function, and what the log needs around it. */
  TextFunction function() {
    return log.isPresent() ? new MeasuredFunction(work.function()) : work.function();
  }

  /**
   * An item is done. It is logged once its result is written: what is logged will not be done
   * again, so its result must not be lost.
   */
  void succeeded(long index, String value, ResultPrinter printer) {
    if (log.isEmpty()) {
      print(index, value, printer);
      return;
    }
    Measured measured = Measured.parse(value);
    print(index, measured.text(), printer);
    boolean printed = !work.function().returnsNothing();
    JobLogLine line =
        line(
            work.items().item(index),
            new Run(measured.startMillis(), measured.nanos()),
            printed ? measured.text().getBytes(UTF_8).length : 0,
            Ending.success(measured.pid()));
    printer.afterwards(() -> log.get().append(line));
  }

  /** An item has failed: that is logged after what ended before it. */
  void failed(Outcome.Failure<String> failure, ResultPrinter printer) {
    if (log.isPresent()) {
      ProcessionException error = failure.error();
      JobLogLine line = line(work.items().item(failure.index()), run(error), 0, Ending.of(error));
      printer.afterwards(() -> log.get().append(line));
    }
  }

  /** Says on stderr that an item has failed. */
  void report(Outcome.Failure<String> failure, Messages messages) {
    ProcessionException error = failure.error();
    Throwable shown =
        error instanceof TaskFailedException thrown
                && thrown.getCause() instanceof MeasuredFailure measured
            ? measured.getCause()
            : error;
    messages.error(work.failures().ofAny(work.items().describe(failure.index()), shown));
  }

  /** Says on stderr that there are no workers. */
  void report(WorkerStartException error, Messages messages) {
    messages.error(work.failures().ofStart(error));
  }

  /** Why the log cannot be written any further. */
  Optional<IOException> logFailure() {
    return log.flatMap(JobLog::failure);
  }

  private void print(long index, String result, ResultPrinter printer) {
    if (work.function().returnsNothing()) {
      return;
    }
    if (tag == Tag.NONE) {
      printer.print(result);
      return;
    }
    String prefix = SafeText.of(work.items().item(index).text()) + "\t";
    printer.print(prefix + result.replace("\n", "\n" + prefix));
  }

  /**
   * When an item ran.
   *
   * @param startMillis when it began, in milliseconds since 1970
   * @param nanos how long it went on
   */
  private record Run(long startMillis, long nanos) {}

  private JobLogLine line(Items.Item item, Run run, long receivedBytes, Ending ending) {
    return new JobLogLine(
        item.number(),
        run.startMillis(),
        run.nanos(),
        item.text().getBytes(UTF_8).length,
        receivedBytes,
        ending,
        item.text(),
        work.hash().of(item.text()));
  }

  /** A worker that died cannot say when it began; then it is logged as it is learned of. */
  private static Run run(ProcessionException error) {
    long nowMillis = System.currentTimeMillis();
    if (error instanceof TaskFailedException thrown
        && thrown.getCause() instanceof MeasuredFailure measured) {
      return new Run(measured.startMillis(), measured.nanos());
    }
    return error instanceof TaskTimeoutException timeout
        ? new Run(nowMillis - timeout.limit().toMillis(), timeout.limit().toNanos())
        : new Run(nowMillis, 0);
  }
}
