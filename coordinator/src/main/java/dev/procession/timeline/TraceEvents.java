package dev.procession.timeline;

import static dev.procession.timeline.JsonText.micros;
import static dev.procession.timeline.JsonText.quoted;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes a history in Chrome's trace event format, which Perfetto and others open. A pool is shown
 * as a process, a worker as a thread; process ids are among the arguments, because a worker changes
 * its process.
 */
final class TraceEvents {
  private final Writer out;

  /** Owned by the thread that writes. */
  private String separator = "\n";

  private TraceEvents(Writer out) {
    this.out = out;
  }

  static void write(History history, Writer out) throws IOException {
    out.write("{\"displayTimeUnit\":\"ms\",\"otherData\":{\"title\":" + quoted(history.title()));
    out.write(",\"chunksLeftOut\":" + history.leftOut().chunks());
    out.write(",\"processesLeftOut\":" + history.leftOut().processes() + "},\"traceEvents\":[");
    TraceEvents events = new TraceEvents(out);
    int named = 0;
    for (History.Lane lane : history.lanes()) {
      if (lane.pool() > named) {
        named = lane.pool();
        String name = "pool " + named + " of " + history.title();
        events.event("M", "process_name", lane, ",\"args\":{\"name\":" + quoted(name) + "}");
      }
      events.lane(lane, history.nanos());
    }
    out.write("\n]}\n");
  }

  private void lane(History.Lane lane, long end) throws IOException {
    event("M", "thread_name", lane, ",\"args\":{\"name\":\"worker " + lane.worker() + "\"}");
    event("M", "thread_sort_index", lane, ",\"args\":{\"sort_index\":" + lane.worker() + "}");
    for (History.ProcessSpan process : lane.processes()) {
      process(lane, process, end);
    }
    for (History.ChunkSpan chunk : lane.chunks()) {
      chunk(lane, chunk);
    }
  }

  /** Lives of processes are asynchronous events, since a successor starts before the other ends. */
  private void process(History.Lane lane, History.ProcessSpan process, long end)
      throws IOException {
    String id = lane.pool() + "." + lane.worker() + "." + process.generation();
    String async = ",\"cat\":\"process\",\"id\":\"" + id + "\",\"ts\":";
    String on = process.host().isPresent() ? " on " + process.host().get() : "";
    String life = "worker " + lane.worker() + ", pid " + process.pid() + on;
    long gone = process.gone().orElse(end);
    long ready = process.ready().orElse(gone);
    event("b", life, lane, async + micros(process.launched()));
    event("b", "starting", lane, async + micros(process.launched()));
    event("e", "starting", lane, async + micros(ready));
    event("e", life, lane, async + micros(gone));
    String args = ",\"args\":{\"pid\":" + process.pid();
    if (process.host().isPresent()) {
      args += ",\"host\":" + quoted(process.host().get());
    }
    String start = process.generation() == 1 ? "start" : "restart";
    instant(start, lane, process.launched(), args + "}");
    if (process.gone().isPresent()) {
      instant(
          ending(process.ending()),
          lane,
          gone,
          args + ",\"why\":" + quoted(process.detail()) + "}");
    }
  }

  private static String ending(History.Ending ending) {
    return switch (ending) {
      case LOST -> "crash";
      case KILLED -> "killed";
      case PLANNED, NOT_YET -> "exit";
    };
  }

  private void chunk(History.Lane lane, History.ChunkSpan chunk) throws IOException {
    History.Answers answers = chunk.answers();
    // People count from 1, as in all messages.
    String name =
        chunk.items() == 1
            ? "item " + (chunk.first() + 1)
            : "items " + (chunk.first() + 1) + ".." + (chunk.last() + 1);
    long begun = micros(chunk.begun());
    event(
        "X",
        name,
        lane,
        ",\"cat\":\"chunk\",\"ts\":%d,\"dur\":%d".formatted(begun, micros(chunk.over()) - begun)
            + ",\"args\":{\"pid\":%d,\"call\":%d,\"items\":%d"
                .formatted(chunk.pid(), chunk.job(), chunk.items())
            + ",\"answered\":%d,\"failed\":%d,\"attempt\":%d"
                .formatted(answers.count(), answers.failed(), chunk.attempt())
            + ",\"busy\":%d,\"waited\":%d,\"end\":\"%s\"}"
                .formatted(
                    micros(answers.busyNanos()), begun - micros(chunk.sent()), answers.end()));
  }

  private void instant(String name, History.Lane lane, long at, String rest) throws IOException {
    event("i", name, lane, ",\"s\":\"t\",\"ts\":" + micros(at) + rest);
  }

  private void event(String phase, String name, History.Lane lane, String rest) throws IOException {
    out.write(separator);
    separator = ",\n";
    out.write("{\"ph\":\"" + phase + "\",\"name\":" + quoted(name));
    out.write(",\"pid\":" + lane.pool() + ",\"tid\":" + lane.worker() + rest + "}");
  }
}
