package dev.procession.live;

import static dev.procession.timeline.JsonText.quoted;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.protocol.codec.Answer;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import dev.procession.timeline.RecentTimeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one pool. Observers must not block, so it only counts and remembers, within
 * limits; it is asked by the thread that makes the page's events.
 */
final class PoolModel implements WorkerObserver {
  private static final int MAX_JOBS = 100;
  private static final int MAX_LINE_CHARS = 1_000;
  private static final int MAX_TEXT_CHARS = 4_000;

  /** How many exceptions may wait to be put into words, which is done by user code. */
  private static final int MAX_UNTOLD = 100;

  /** How many chunks in transit are followed; more are of no interest to a percentile. */
  private static final int MAX_SENT = 10_000;

  /** A minute and more of throughput, in slices that are worth a pixel. */
  private static final int RATE_SLICES = 90;

  private static final int RATE_SLICE_SECONDS = 2;

  /** Above it, a signal's number is what is left of an exit code. */
  private static final int SIGNALED = 128;

  private final int number;
  private final RecentTimeline timeline;
  private final LivePage.Lists lists;
  private final Runnable onEnd;
  private final AtomicInteger untold = new AtomicInteger();

  /** Guarded by this, like all that follows but the volatile ones. */
  private final Map<Long, JobModel> jobs = new LinkedHashMap<>();

  private final Map<Long, Sent> sent = new HashMap<>();
  private final Percentiles itemTimes = new Percentiles();
  private final Percentiles roundTrips = new Percentiles();
  private final RecentCount items = new RecentCount(RATE_SLICE_SECONDS, RATE_SLICES);

  /** How many items of all jobs have ended, and how many of them without a value. */
  private long done;

  private long failed;
  private final Map<WorkerKey, Long> launched = new HashMap<>();

  /** Written once, when the pool opens. */
  private volatile @Nullable ObservedPool pool;

  /** Written once, when the pool has ended. */
  private volatile boolean ended;

  private record Sent(WorkerKey worker, long job, long firstIndex, long atNanos) {}

  /**
   * @param number of the pool on the page, from 1
   * @param onEnd called when the pool has ended
   */
  PoolModel(int number, RecentTimeline timeline, LivePage.Lists lists, Runnable onEnd) {
    this.number = number;
    this.timeline = timeline;
    this.lists = lists;
    this.onEnd = onEnd;
  }

  int number() {
    return number;
  }

  /** The pool, as long as it can be asked. */
  @Nullable ObservedPool pool() {
    return ended ? null : pool;
  }

  /** Whether its settings can be asked for. */
  boolean isOpened() {
    return pool != null;
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void opened(ObservedPool opened) {
    pool = opened;
  }

  @Override
  public void terminated() {
    ended = true;
    onEnd.run();
  }

  @Override
  public boolean wantsHeap() {
    return true;
  }

  @Override
  public void saw(WorkerKey worker, WorkerObservation what) {
    timeline.saw(number, worker, what);
    long now = timeline.now();
    if (what instanceof WorkerObservation.Printed printed) {
      String text = Seen.shortened(printed.text(), MAX_LINE_CHARS);
      lists.lines().add(new Seen.Line(number, worker.workerId(), printed.toErr(), now, text));
    } else if (what instanceof WorkerObservation.ItemFailed failed) {
      itemFailed(worker, failed, now);
    } else if (what instanceof WorkerObservation.Exited exited) {
      exited(worker, exited.report(), now);
    } else if (!(what instanceof WorkerObservation.FrameSent
        || what instanceof WorkerObservation.FrameReceived)) {
      count(worker, what, now);
    }
  }

  private synchronized void count(WorkerKey worker, WorkerObservation what, long now) {
    if (what instanceof WorkerObservation.Launching) {
      launched.put(worker, now);
    } else if (what instanceof WorkerObservation.ChunkSent chunk) {
      job(chunk.jobId(), now);
      if (sent.size() < MAX_SENT) {
        sent.put(chunk.chunkId(), new Sent(worker, chunk.jobId(), chunk.firstIndex(), now));
      }
    } else if (what instanceof WorkerObservation.ChunkAnswered answered) {
      Sent chunk = sent.get(answered.chunkId());
      if (chunk != null && answered.items() > 0) {
        ended(chunk.job(), now, answered.items(), answered.failed());
        itemTimes.add(now, answered.busyNanos() / answered.items(), answered.items());
        items.add(now, answered.items());
      }
    } else if (what instanceof WorkerObservation.ChunkOver over) {
      Sent chunk = sent.remove(over.chunkId());
      if (chunk != null) {
        roundTrips.add(now, now - chunk.atNanos(), 1);
      }
    }
  }

  private void ended(long job, long now, int items, int failures) {
    job(job, now).ended(now, items, failures);
    done += items;
    failed += failures;
  }

  private JobModel job(long id, long now) {
    JobModel known = jobs.get(id);
    if (known == null) {
      known = new JobModel(id, now);
      jobs.put(id, known);
      Iterator<JobModel> oldest = jobs.values().iterator();
      while (jobs.size() > MAX_JOBS && oldest.hasNext()) {
        oldest.next();
        oldest.remove();
      }
    }
    return known;
  }

  private void exited(WorkerKey worker, ExitReport report, long now) {
    synchronized (this) {
      launched.remove(worker);
      sent.values().removeIf(chunk -> chunk.worker().equals(worker));
    }
    int code = report.exitCode().orElse(-1);
    boolean isPlanned =
        (code == 0 || !report.detail().isEmpty())
            && report.misbehaviour().isEmpty()
            && report.startError().isEmpty();
    if (!isPlanned) {
      StringBuilder detail = new StringBuilder(report.detail());
      report.misbehaviour().ifPresent(text -> detail.append(" It sent ").append(text));
      lists
          .crashes()
          .add(
              new Seen.Crash(
                  number,
                  worker.workerId(),
                  worker.generation(),
                  report.pid().orElse(0L),
                  now,
                  code,
                  Seen.shortened(detail.toString().strip(), MAX_LINE_CHARS),
                  Seen.shortened(report.stderrTail(), MAX_TEXT_CHARS)));
    }
  }

  @Override
  public void failed(long jobId, long firstIndex, int count, Failure failure) {
    long now = timeline.now();
    synchronized (this) {
      ended(jobId, now, count, count);
    }
    int worker = -1;
    String title;
    String text = "";
    if (failure instanceof Failure.Crashed crashed) {
      worker = crashed.worker().workerId();
      title = "the worker died: " + ended((ExitReport) crashed.report());
      text = ((ExitReport) crashed.report()).stderrTail();
    } else if (failure instanceof Failure.Unanswered unanswered) {
      worker = unanswered.worker().workerId();
      title =
          "the worker died after the task was started: " + ended((ExitReport) unanswered.report());
      text = ((ExitReport) unanswered.report()).stderrTail();
    } else if (failure instanceof Failure.TimedOut timedOut) {
      worker = timedOut.worker().workerId();
      title = "ran for longer than " + timedOut.limitNanos() / 1_000_000 + " ms";
    } else {
      title = "no worker can be started";
    }
    lists
        .failures()
        .add(
            new Seen.Failed(
                number,
                jobId,
                firstIndex,
                count,
                worker,
                now,
                title,
                Seen.shortened(text, MAX_TEXT_CHARS)));
  }

  @Override
  public void notSent(long jobId, long index, String why) {
    long now = timeline.now();
    synchronized (this) {
      ended(jobId, now, 1, 1);
    }
    lists
        .failures()
        .add(
            new Seen.Failed(
                number,
                jobId,
                index,
                1,
                -1,
                now,
                "could not be sent: " + Seen.shortened(why, MAX_LINE_CHARS),
                ""));
  }

  private static String ended(ExitReport report) {
    int code = report.exitCode().orElse(-1);
    String signal = code > SIGNALED ? " (signal " + (code - SIGNALED) + ")" : "";
    String detail = report.detail().isEmpty() ? "" : "; " + report.detail();
    return Seen.shortened("exit code " + code + signal + detail, MAX_LINE_CHARS);
  }

  /** An exception is put into words by user code, so not on this thread, which the pool needs. */
  private void itemFailed(WorkerKey worker, WorkerObservation.ItemFailed failed, long now) {
    ObservedPool asked = pool;
    if (failed.answer() instanceof Answer.Skipped || asked == null) {
      return;
    }
    if (untold.incrementAndGet() > MAX_UNTOLD) {
      untold.decrementAndGet();
      add(worker, failed, now, "failed; details omitted because there were too many failures", "");
      return;
    }
    asked.callback(
        () -> {
          try {
            String[] words = words(failed.answer());
            add(worker, failed, now, words[0], words[1]);
          } finally {
            untold.decrementAndGet();
          }
        });
  }

  private void add(
      WorkerKey worker, WorkerObservation.ItemFailed failed, long now, String title, String text) {
    lists
        .failures()
        .add(
            new Seen.Failed(
                number,
                failed.jobId(),
                failed.index(),
                1,
                worker.workerId(),
                now,
                Seen.shortened(title, MAX_LINE_CHARS),
                Seen.shortened(text, MAX_TEXT_CHARS)));
  }

  private static String[] words(Answer answer) {
    if (answer instanceof Answer.Threw threw) {
      try {
        StringWriter trace = new StringWriter();
        threw.error().printStackTrace(new PrintWriter(trace));
        return new String[] {String.valueOf(threw.error()), trace.toString()};
      } catch (Throwable e) {
        return new String[] {threw.error().getClass().getName(), "its message is not available"};
      }
    }
    return new String[] {"the item or its result could not be sent", String.valueOf(answer)};
  }

  /** The part of the JSON that needs no more than what was seen; within an object. */
  synchronized String counted() {
    long now = timeline.now();
    StringBuilder json = new StringBuilder();
    json.append("\"done\":").append(done).append(",\"failed\":").append(failed);
    json.append(",\"itemTimes\":").append(percentiles(itemTimes, now));
    json.append(",\"roundTrips\":").append(percentiles(roundTrips, now));
    json.append(",\"rates\":[");
    long[] counts = items.counts(now);
    for (int i = 0; i < counts.length; i++) {
      json.append(i == 0 ? "" : ",").append(counts[i] / RATE_SLICE_SECONDS);
    }
    return json.append(']').toString();
  }

  private static String percentiles(Percentiles of, long now) {
    long[] found = of.at(now, 0.5, 0.9, 0.99, 1);
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < found.length; i++) {
      json.append(i == 0 ? "" : ",").append(found[i] / 1_000.0);
    }
    return json.append(']').toString();
  }

  /** Does something with each job that has been seen, under the lock. */
  synchronized void eachJob(Consumer<JobModel> action) {
    jobs.values().forEach(action);
  }

  /** The index of a chunk's first item; empty where the chunk is not followed. */
  synchronized OptionalLong firstIndex(long chunkId) {
    Sent chunk = sent.get(chunkId);
    return chunk == null ? OptionalLong.empty() : OptionalLong.of(chunk.firstIndex());
  }

  /** When a process was launched; 0 where it is not known. */
  synchronized long launchedNanos(WorkerKey worker) {
    return launched.getOrDefault(worker, 0L);
  }

  /** How workers of the pool are launched, as a JSON array. */
  String settings() {
    StringBuilder json = new StringBuilder("[");
    ObservedPool asked = pool;
    if (asked != null) {
      for (ObservedPool.Setting setting : asked.settings()) {
        json.append(json.length() == 1 ? "" : ",");
        json.append('[').append(quoted(Seen.shortened(setting.text(), MAX_LINE_CHARS)));
        json.append(',').append(quoted(setting.reason())).append(']');
      }
    }
    return json.append(']').toString();
  }
}
