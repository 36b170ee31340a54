package dev.procession;

import dev.procession.process.worker.PrintedLine;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Forwards the output of workers to the user's {@link WorkerOutput}, or to this JVM's own streams.
 */
final class LineRelay implements Consumer<PrintedLine> {
  private final Optional<WorkerOutput> output;

  LineRelay(Optional<WorkerOutput> output) {
    this.output = output;
  }

  @Override
  public void accept(PrintedLine line) {
    WorkerOutput.Stream stream =
        line.origin() == PrintedLine.Origin.OUT ? WorkerOutput.Stream.OUT : WorkerOutput.Stream.ERR;
    if (output.isPresent()) {
      output.get().line(line.workerId(), stream, line.text());
    } else {
      relay(line.workerId(), stream, line.text());
    }
  }

  private static void relay(int workerId, WorkerOutput.Stream stream, String line) {
    String tagged = "[worker " + workerId + "] " + line;
    if (stream == WorkerOutput.Stream.OUT) {
      System.out.println(tagged);
    } else {
      System.err.println(tagged);
    }
  }
}
