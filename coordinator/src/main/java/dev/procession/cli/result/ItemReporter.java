package dev.procession.cli.result;

import dev.procession.Outcome;
import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerStartException;
import dev.procession.cli.console.EscapedText;
import dev.procession.cli.console.Messages;
import dev.procession.cli.function.ResultText;
import dev.procession.cli.function.TextFunction;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.Items;
import dev.procession.cli.item.RawText;
import dev.procession.cli.program.ProgramOutput;
import java.io.IOException;
import java.util.Optional;

/** Reports a completed item: a line on stdout or a message, and a line in the job log. */
public final class ItemReporter {
  private final Work work;
  private final Optional<JobLog> log;
  private final Tag tag;
  private final Optional<ResultFiles> files;

  /** Why a file of results could not be written; owned by the thread that reports. */
  private Optional<IOException> fileFailure = Optional.empty();

  /**
   * A reporter.
   *
   * @param work what is done
   * @param log where ended items are logged
   * @param tag what stands before each line
   * @param files where results are written instead of being printed
   */
  public ItemReporter(Work work, Optional<JobLog> log, Tag tag, Optional<ResultFiles> files) {
    this.work = work;
    this.log = log;
    this.tag = tag;
    this.files = files;
  }

  /** The prefix of each line of a result. */
  public enum Tag {
    NONE,
    ITEM
  }

  /** The function that workers apply: the user's function, with measurements for the log. */
  public TextFunction function() {
    return log.isPresent() ? new MeasuredFunction(work.function()) : work.function();
  }

  /**
   * An item is done. It is logged once its result is written: a logged item is not repeated, so its
   * result must not be lost.
   */
  public void succeeded(long index, String value, ResultPrinter printer, Messages messages) {
    if (log.isEmpty()) {
      print(index, value, printer, messages);
      return;
    }
    Measured measured = Measured.parse(value);
    print(index, measured.text(), printer, messages);
    boolean printed = !work.function().returnsNothing();
    JobLogLine line =
        line(
            work.items().item(index),
            new Run(measured.startMillis(), measured.nanos()),
            printed ? receivedBytes(measured.text()) : 0,
            ItemExit.success(measured.pid(), hostOf(measured)));
    printer.afterwards(() -> log.get().append(line));
  }

  private static Optional<String> hostOf(Measured measured) {
    return measured.host().equals(JobLogLine.HERE)
        ? Optional.empty()
        : Optional.of(measured.host());
  }

  /** An item has failed, which is logged after the items that ended before it. */
  public void failed(Outcome.Failure<String> failure, ResultPrinter printer, Messages messages) {
    ItemExit.programFailure(failure.error())
        .ifPresent(program -> print(failure.index(), program.output(), printer, messages));
    if (log.isPresent()) {
      ProcessionException error = failure.error();
      JobLogLine line = line(work.items().item(failure.index()), run(error), 0, ItemExit.of(error));
      printer.afterwards(() -> log.get().append(line));
    }
  }

  /** Results have been written: what was logged of them is to be kept. */
  public void keepLog() {
    log.ifPresent(JobLog::flush);
  }

  /** Says on stderr that an item has failed. */
  public void report(Outcome.Failure<String> failure, Messages messages) {
    ProcessionException error = failure.error();
    Throwable shown =
        error instanceof TaskFailedException thrown
                && thrown.getCause() instanceof MeasuredFailure measured
            ? measured.getCause()
            : error;
    messages.error(work.failures().ofAny(work.items().describe(failure.index()), shown));
  }

  /** Reports on stderr that there are no workers. */
  public void report(WorkerStartException error, Messages messages) {
    messages.error(work.failures().ofStart(error));
  }

  /** Why the log, or a file of results, cannot be written. */
  public Optional<IOException> logFailure() {
    return fileFailure.or(() -> log.flatMap(JobLog::failure));
  }

  private long receivedBytes(String result) {
    return work.function().isProgram()
        ? ProgramOutput.of(result).out().length
        : RawText.encodedLength(result);
  }

  private void print(long index, String result, ResultPrinter printer, Messages messages) {
    if (work.function().isProgram()) {
      print(index, ProgramOutput.of(result), printer, messages);
      return;
    }
    if (work.function().returnsNothing() || result.equals(ResultText.NO_LINES)) {
      return;
    }
    if (files.isPresent()) {
      write(index, RawText.encode(result + "\n"), new byte[0]);
      return;
    }
    if (tag == Tag.NONE) {
      printer.print(result);
      return;
    }
    String prefix = EscapedText.of(work.items().item(index).text()) + "\t";
    printer.print(prefix + result.replace("\n", "\n" + prefix));
  }

  /** What a program printed, whole: first what it reported, then its results. */
  private void print(long index, ProgramOutput output, ResultPrinter printer, Messages messages) {
    if (files.isPresent()) {
      write(index, output.out(), output.err());
      return;
    }
    if (tag == Tag.NONE) {
      messages.bytes(output.err());
      printer.print(output.out());
      return;
    }
    String item = work.items().item(index).text();
    String prefix =
        String.join("\t", Fields.split(item).stream().map(EscapedText::of).toList()) + "\t";
    messages.bytes(tagged(prefix, output.err()));
    printer.print(tagged(prefix, output.out()));
  }

  private static byte[] tagged(String prefix, byte[] lines) {
    if (lines.length == 0) {
      return lines;
    }
    String text = RawText.decode(lines);
    boolean isEnded = text.endsWith("\n");
    String body = isEnded ? text.substring(0, text.length() - 1) : text;
    return RawText.encode(prefix + body.replace("\n", "\n" + prefix) + (isEnded ? "\n" : ""));
  }

  private void write(long index, byte[] out, byte[] err) {
    Items.Item item = work.items().item(index);
    try {
      files
          .orElseThrow()
          .write(item.number() + 1, ResultFiles.inputs(item.text(), work.areFields()), out, err);
    } catch (IOException e) {
      fileFailure = Optional.of(e);
    }
  }

  /**
   * When an item ran.
   *
   * @param startMillis when it began, in milliseconds since 1970
   * @param nanos its duration
   */
  private record Run(long startMillis, long nanos) {}

  private JobLogLine line(Items.Item item, Run run, long receivedBytes, ItemExit ending) {
    return new JobLogLine(
        item.number(),
        run.startMillis(),
        run.nanos(),
        RawText.encodedLength(item.text()),
        receivedBytes,
        ending,
        work.command().apply(item),
        work.hash().of(item.text()));
  }

  /** A dead worker cannot report the start time; then the current time is logged. */
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
