package dev.procession.cli.timeline;

import dev.procession.process.ExitReport;
import dev.procession.process.WorkerSighting;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one process did. Guarded by the {@link Timeline}. */
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
  private OptionalLong ready = OptionalLong.empty();
  private OptionalLong gone = OptionalLong.empty();
  private History.Ending ending = History.Ending.NOT_YET;
  private String detail = "";

  /** Since when it has had nothing to do, but for what is open. */
  private long freeSince;

  private boolean hasLost;

  ProcessLog(int generation, long launched) {
    this.generation = generation;
    this.launched = launched;
  }

  void saw(WorkerSighting what, long now) {
    if (gone.isPresent()) {
      // Guards against a race with its end: it is sent chunks until that has got about.
      return;
    }
    if (what instanceof WorkerSighting.Ready r) {
      pid = r.pid();
      ready = OptionalLong.of(now);
    } else if (what instanceof WorkerSighting.ChunkSent sent) {
      open.put(sent.chunkId(), new ChunkLog(sent, now));
    } else if (what instanceof WorkerSighting.ChunkAnswered answered) {
      ChunkLog chunk = open.get(answered.chunkId());
      if (chunk != null) {
        chunk.answered(answered);
      }
    } else if (what instanceof WorkerSighting.ItemLost lost) {
      hasLost = true;
      ChunkLog chunk = open.get(lost.chunkId());
      if (chunk != null) {
        chunk.lost(lost.position());
      }
    } else if (what instanceof WorkerSighting.ChunkOver over) {
      over(open.remove(over.chunkId()), now);
    } else if (what instanceof WorkerSighting.Exited exited) {
      exited(exited.report(), now);
    } else if (!(what instanceof WorkerSighting.Launching)) {
      throw new AssertionError(what);
    }
  }

  private void over(@Nullable ChunkLog chunk, long now) {
    // One that was left out is not open, and one of which nothing ran was only ever queued here.
    if (chunk != null && chunk.hasRun()) {
      done.add(chunk.span(pid, freeSince, now, false));
      freeSince = now;
    }
  }

  private void exited(ExitReport report, long now) {
    pid = report.pid().orElse(pid);
    gone = OptionalLong.of(now);
    ending = ending(report);
    detail = ending == History.Ending.PLANNED ? "" : detail(report);
  }

  private History.Ending ending(ExitReport report) {
    if (hasLost || report.misbehaviour().isPresent() || report.startError().isPresent()) {
      return History.Ending.LOST;
    } else if (!report.detail().isEmpty()) {
      return History.Ending.KILLED;
    }
    return report.exitCode().orElse(-1) == 0 ? History.Ending.PLANNED : History.Ending.LOST;
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
    return new History.ProcessSpan(generation, pid, launched, ready, gone, ending, detail);
  }

  Stream<History.ChunkSpan> chunks(long now) {
    // Only the first of those that are open runs; the others wait for it.
    Stream<History.ChunkSpan> running =
        open.values().stream().limit(1).map(chunk -> chunk.span(pid, freeSince, now, true));
    return Stream.concat(done.stream(), running);
  }
}
