package dev.procession.timeline;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the processes of some pools did last, for readers who follow it: each asks now and
 * then for what is new to it. A {@link Timeline} keeps the beginning of a run that is too long,
 * this keeps its end.
 */
public final class RecentTimeline {
  /** How many chunks are remembered, with some hundred bytes each. */
  public static final int MAX_CHUNKS = 100_000;

  /** For how long a chunk is remembered. */
  static final long MAX_AGE_NANOS = 3_600_000_000_000L;

  /** How many processes are remembered. */
  static final int MAX_PROCESSES = 5_000;

  private final LongSupplier nanoTime;
  private final Limits limits;
  private final long startNanos;

  /** In the order of their launches; guarded by this, like all that follows. */
  private final Map<ProcessKey, Life> lives = new LinkedHashMap<>();

  private final Deque<Done> done = new ArrayDeque<>();

  /** How many chunks have ended, those that were forgotten included. */
  private long ended;

  private long changes;

  /**
   * The limits of the record.
   *
   * @param chunks how many chunks
   * @param processes how many processes
   * @param ageNanos for how long
   */
  record Limits(int chunks, int processes, long ageNanos) {}

  private record ProcessKey(int pool, WorkerKey worker) {}

  /**
   * A chunk that has ended, or runs.
   *
   * @param number how many had ended before it
   */
  private record Done(long number, ProcessKey process, History.ChunkSpan span) {}

  /** A process, and by which change it last became different. */
  private static final class Life {
    private final ProcessLog log;

    /** Guarded by the timeline. */
    private long change;

    private Life(ProcessLog log) {
      this.log = log;
    }
  }

  /**
   * How far a reader is.
   *
   * @param chunks how many chunks had ended when it last asked
   * @param changes how many changes of processes there had been
   */
  public record Cursor(long chunks, long changes) {
    /** Of a reader that knows nothing. */
    public static final Cursor START = new Cursor(0, 0);
  }

  /**
   * What is new to a reader.
   *
   * @param json in the form of the history in a page; a process comes again when it has changed,
   *     and a chunk that has not ended comes each time; chunks that ended since the reader last
   *     asked and are forgotten already are counted as left out
   * @param next what the reader asks with the next time
   */
  public record News(String json, Cursor next) {}

  /** A timeline that begins now. */
  public RecentTimeline() {
    this(System::nanoTime, new Limits(MAX_CHUNKS, MAX_PROCESSES, MAX_AGE_NANOS));
  }

  RecentTimeline(LongSupplier nanoTime, Limits limits) {
    this.nanoTime = nanoTime;
    this.limits = limits;
    this.startNanos = nanoTime.getAsLong();
  }

  /** How long ago it began. */
  public long now() {
    return nanoTime.getAsLong() - startNanos;
  }

  /** Something happened to a process. */
  public void saw(int pool, WorkerKey worker, WorkerObservation what) {
    if (ProcessLog.isDrawn(what)) {
      sawDrawn(new ProcessKey(pool, worker), what);
    }
  }

  private synchronized void sawDrawn(ProcessKey key, WorkerObservation what) {
    long now = now();
    Life life = lives.get(key);
    if (life == null) {
      life = new Life(new ProcessLog(key.worker().generation(), now));
      lives.put(key, life);
      forgetProcesses(now - limits.ageNanos());
    }
    life.log.saw(what, now);
    if (what instanceof WorkerObservation.ChunkOver || what instanceof WorkerObservation.Exited) {
      for (History.ChunkSpan span : life.log.takeDone()) {
        done.add(new Done(ended++, key, span));
      }
      forgetChunks(now - limits.ageNanos());
    }
    if (what instanceof WorkerObservation.Launching
        || what instanceof WorkerObservation.Ready
        || what instanceof WorkerObservation.Exited) {
      life.change = ++changes;
    }
  }

  private void forgetChunks(long then) {
    while (done.size() > limits.chunks() || (!done.isEmpty() && done.peek().span().over() < then)) {
      done.remove();
    }
  }

  private void forgetProcesses(long then) {
    int excess = lives.size() - limits.processes();
    for (Iterator<Life> each = lives.values().iterator(); each.hasNext(); ) {
      Life life = each.next();
      if (life.log.wasGoneBefore(then) || (excess > 0 && life.log.wasGoneBefore(Long.MAX_VALUE))) {
        each.remove();
        excess--;
      }
    }
  }

  /** Forgets a pool that has ended, which is not shown any more. */
  public synchronized void forget(int pool) {
    lives.keySet().removeIf(key -> key.pool() == pool);
    done.removeIf(chunk -> chunk.process().pool() == pool);
  }

  private static @Nullable Done next(Iterator<Done> chunks) {
    return chunks.hasNext() ? chunks.next() : null;
  }

  /** What a reader does not know that has asked before. */
  public News since(Cursor cursor) {
    List<Done> fresh = new ArrayList<>();
    Map<ProcessKey, History.ProcessSpan> changed = new LinkedHashMap<>();
    List<Done> running = new ArrayList<>();
    long now;
    long missed;
    Cursor next;
    // Only references are taken under the lock: the processes' threads wait for it.
    synchronized (this) {
      now = now();
      Iterator<Done> last = done.descendingIterator();
      for (Done each = next(last); each != null; each = next(last)) {
        if (each.number() < cursor.chunks()) {
          break;
        }
        fresh.add(each);
      }
      missed = ended - cursor.chunks() - fresh.size();
      lives.forEach(
          (key, life) -> {
            if (life.change > cursor.changes()) {
              changed.put(key, life.log.span());
            }
            life.log.running(now).ifPresent(span -> running.add(new Done(ended, key, span)));
          });
      next = new Cursor(ended, changes);
    }
    return new News(json(now, missed, changed, fresh, running), next);
  }

  private static String json(
      long now,
      long missed,
      Map<ProcessKey, History.ProcessSpan> changed,
      List<Done> lastFirst,
      List<Done> running) {
    Map<Integer, Map<Integer, History.Lane>> pools = new TreeMap<>();
    changed.forEach((key, span) -> lane(pools, key).processes().add(span));
    for (int i = lastFirst.size() - 1; i >= 0; i--) {
      lane(pools, lastFirst.get(i).process()).chunks().add(lastFirst.get(i).span());
    }
    for (Done open : running) {
      lane(pools, open.process()).chunks().add(open.span());
    }
    List<History.Lane> lanes = pools.values().stream().flatMap(p -> p.values().stream()).toList();
    StringWriter out = new StringWriter();
    try {
      TimelinePage.writeJson(
          new History("", now, lanes, new History.LeftOut(missed, OptionalLong.empty(), 0)), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // A line is the unit of an event.
    return out.toString().replace("\n", "");
  }

  private static History.Lane lane(Map<Integer, Map<Integer, History.Lane>> pools, ProcessKey key) {
    int worker = key.worker().workerId();
    return pools
        .computeIfAbsent(key.pool(), pool -> new TreeMap<>())
        .computeIfAbsent(
            worker, id -> new History.Lane(key.pool(), id, new ArrayList<>(), new ArrayList<>()));
  }
}
