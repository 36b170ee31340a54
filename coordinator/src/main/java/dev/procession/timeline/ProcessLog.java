package dev.procession.timeline;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The activity of one process. Guarded by the {@link Timeline}. */
final class ProcessLog {
  private static final int MAX_DETAIL_CHARS = 300;

  /** Above it, a signal's number is what is left of an exit code. */
  private static final int SIGNALED = 128;

  private final int generation;
  private final long launched;
  private final List<History.ChunkSpan> done = new ArrayList<>();

  /** By their numbers, in whose order they are run. */
  private final SortedMap<Long, ChunkLog> open = new TreeMap<>();

  private long pid;
  private Optional<String> host = Optional.empty();
  private OptionalLong ready = OptionalLong.empty();
  private OptionalLong gone = OptionalLong.empty();
  private History.Ending ending = History.Ending.NOT_YET;
  private String detail = "";

  /** Since when it has been idle, except for open chunks. */
  private long freeSince;

  private boolean hasLost;

  ProcessLog(int generation, long launched) {
    this.generation = generation;
    this.launched = launched;
  }

  /** Whether it is among what is drawn; frames, for one, are many and are not. */
  static boolean isDrawn(WorkerObservation what) {
    return !(what instanceof WorkerObservation.FrameSent
        || what instanceof WorkerObservation.FrameReceived
        || what instanceof WorkerObservation.ItemFailed
        || what instanceof WorkerObservation.Printed);
  }

  void saw(WorkerObservation what, long now) {
    if (gone.isPresent()) {
      // Guards against a race with its end: it is sent chunks until that has got about.
      return;
    }
    if (what instanceof WorkerObservation.Ready r) {
      pid = r.pid();
      host = r.host();
      ready = OptionalLong.of(now);
    } else if (what instanceof WorkerObservation.ChunkSent sent) {
      open.put(sent.chunkId(), new ChunkLog(sent, now));
    } else if (what instanceof WorkerObservation.ChunkAnswered answered) {
      ChunkLog chunk = open.get(answered.chunkId());
      if (chunk != null) {
        chunk.answered(answered);
      }
    } else if (what instanceof WorkerObservation.ItemLost lost) {
      hasLost = true;
      ChunkLog chunk = open.get(lost.chunkId());
      if (chunk != null) {
        chunk.lost(lost.position());
      }
    } else if (what instanceof WorkerObservation.ChunkOver over) {
      over(open.remove(over.chunkId()), now);
    } else if (what instanceof WorkerObservation.Exited exited) {
      exited(exited.report(), now);
    } else if (!(what instanceof WorkerObservation.Launching)) {
      throw new AssertionError(what);
    }
  }

  private void over(@Nullable ChunkLog chunk, long now) {
    // An omitted chunk is not open, and a chunk without started items was only queued here.
    if (chunk != null && chunk.hasRun()) {
      done.add(chunk.span(pid, freeSince, now, false));
      freeSince = now;
    }
  }

  private void exited(ExitReport report, long now) {
    pid = report.pid().orElse(pid);
    host = report.host().or(() -> host);
    gone = OptionalLong.of(now);
    ending = ending(report);
    detail = ending == History.Ending.PLANNED ? "" : detail(report);
  }

  private History.Ending ending(ExitReport report) {
    if (report.misbehaviour().isPresent() || report.startError().isPresent()) {
      return History.Ending.LOST;
    } else if (!report.detail().isEmpty()) {
      // The pool ended it, whatever it ran: at a shutdown, or after a timeout.
      return History.Ending.KILLED;
    }
    boolean isPlanned = !hasLost && report.exitCode().orElse(-1) == 0;
    return isPlanned ? History.Ending.PLANNED : History.Ending.LOST;
  }

  private static String detail(ExitReport report) {
    StringBuilder text = new StringBuilder();
    report
        .exitCode()
        .ifPresent(
            code -> {
              text.append("exit code ").append(code);
              text.append(code > SIGNALED ? " (signal " + (code - SIGNALED) + ")" : "");
            });
    for (String more : List.of(report.detail(), report.misbehaviour().orElse(""))) {
      text.append(text.isEmpty() || more.isEmpty() ? "" : "; ").append(more);
    }
    return text.length() > MAX_DETAIL_CHARS
        ? text.substring(0, MAX_DETAIL_CHARS) + "…"
        : text.toString();
  }

  History.ProcessSpan span() {
    return new History.ProcessSpan(generation, pid, host, launched, ready, gone, ending, detail);
  }

  Stream<History.ChunkSpan> chunks(long now) {
    return Stream.concat(done.stream(), running(now).stream());
  }

  /** Only the first of the chunks that are open runs; the others wait for it. */
  Optional<History.ChunkSpan> running(long now) {
    return open.values().stream().findFirst().map(chunk -> chunk.span(pid, freeSince, now, true));
  }

  /** The chunks that have ended since the last call, which are forgotten here. */
  List<History.ChunkSpan> takeDone() {
    List<History.ChunkSpan> taken = List.copyOf(done);
    done.clear();
    return taken;
  }

  /** Whether it is gone, and was so before that time. */
  boolean wasGoneBefore(long then) {
    return gone.isPresent() && gone.getAsLong() < then;
  }
}
