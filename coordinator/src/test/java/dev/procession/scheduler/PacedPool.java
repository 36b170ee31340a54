package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A pool in virtual time in which nothing fails and everything costs what it costs: for how well
 * the work of a job is spread over the workers, and how jobs share them.
 *
 * <p>The costs are those that docs/internals.md reports for tiny tasks on two cores, where every
 * hand-over wakes a sleeping thread. There is a core for each worker, for the feeder and for the
 * loop.
 */
final class PacedPool {
  /** A worker ran items of that job for that time. */
  record Run(long jobId, long from, long to) {
    long nanosBetween(long begin, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, begin));
    }
  }

  private record Task(long at, long sequence, Runnable action) {}

  /** One task after the other takes 135 us, of which the caller's own part is a quarter. */
  static final long ONE_WAY_NANOS = 50_000;

  /** The loop's part in an event and what follows from it: mostly, to wake others. */
  static final long EVENT_NANOS = 5_000;

  /** Half of what the coordinator needs for an item; the other half is decoding. */
  static final long ENCODE_NANOS = 45;

  static final long DECODE_NANOS = 45;

  /** What a worker needs for an item beside the function. */
  static final long WORKER_NANOS = 70;

  private static final long JOB = 1;

  long now;

  private final Scheduler scheduler;
  private final Map<Long, PacedSource> sources = new LinkedHashMap<>();
  private final Set<WorkerKey> revoked = new HashSet<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<PacedWorker> workers = new ArrayList<>();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
  private final List<Integer> chunkSizes = new ArrayList<>();
  private long sequence;
  private long loopFreeAt;
  private long deliveredAt;
  private int delivered;

  /** A pool whose workers are all ready. */
  PacedPool(int workers) {
    scheduler =
        new Scheduler(
            new SchedulerOptions(
                workers,
                PacedWork.SECOND,
                PacedWork.SECOND,
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalInt.empty()));
    handle(new Event.PoolOpened());
    for (int id = 0; id < workers; id++) {
      WorkerKey key = new WorkerKey(id, 1);
      this.workers.add(new PacedWorker(key, this));
      handle(new Event.WorkerReady(key));
    }
  }

  /** Does all of the work of one job. */
  PacedCourse run(PacedWork work, PacedSource.Kind kind) {
    open(JOB, OptionalInt.empty(), work, kind);
    while (!sources.isEmpty()) {
      step();
    }
    if (delivered != work.items()) {
      throw new AssertionError(delivered + " of " + work.items() + " items were delivered");
    }
    long lastBegunAt = workers.stream().mapToLong(PacedWorker::lastBegunAt).max().orElse(0);
    long longestWait = workers.stream().mapToLong(w -> w.longestWait(lastBegunAt)).max().orElse(0);
    return new PacedCourse(
        work,
        workers.size(),
        kind,
        work.idealNanos(workers.size()),
        deliveredAt,
        longestWait,
        List.copyOf(chunkSizes));
  }

  /** Opens a job, whose items are encoded from now on. */
  void open(long jobId, OptionalInt chunkSize, PacedWork work, PacedSource.Kind kind) {
    PacedSource source = new PacedSource(this, jobId, work, kind);
    sources.put(jobId, source);
    OptionalLong total = kind.isSized() ? OptionalLong.of(work.items()) : OptionalLong.empty();
    handle(new Event.JobOpened(jobId, new JobOptions(chunkSize, total, OptionalLong.empty(), 0)));
    source.begin();
  }

  /** The source of a job encodes nothing more until it resumes. */
  void pause(long jobId) {
    source(jobId).pause();
  }

  void resume(long jobId) {
    source(jobId).resume();
  }

  /** How many workers have been asked to give something back. */
  int revokedWorkers() {
    return revoked.size();
  }

  /** Goes on until that time. */
  void runUntil(long time) {
    AtomicBoolean isReached = new AtomicBoolean();
    at(time, () -> isReached.set(true));
    while (!isReached.get()) {
      step();
    }
  }

  /** How long the workers together ran items of a job between two times. */
  long servedNanos(long jobId, long from, long to) {
    return runs().filter(r -> r.jobId() == jobId).mapToLong(r -> r.nanosBetween(from, to)).sum();
  }

  /** The times at which workers began chunks of a job, in order. */
  List<Long> begun(long jobId) {
    return runs().filter(r -> r.jobId() == jobId).map(Run::from).sorted().toList();
  }

  private Stream<Run> runs() {
    return Stream.concat(runs.stream(), workers.stream().flatMap(w -> w.running(now).stream()));
  }

  void ran(Run run) {
    runs.add(run);
  }

  private void step() {
    OptionalLong wake = scheduler.nextWakeNanos();
    Task next = tasks.peek();
    if (next == null && wake.isEmpty()) {
      throw new AssertionError("nothing will ever happen again: " + scheduler.snapshot());
    }
    if (next == null || (wake.isPresent() && wake.getAsLong() < next.at())) {
      now = Math.max(now, wake.getAsLong());
      handle(new Event.TimePassed());
    } else {
      tasks.remove();
      now = next.at();
      next.action().run();
    }
  }

  void at(long time, Runnable action) {
    tasks.add(new Task(Math.max(now, time), ++sequence, action));
  }

  /** Queues an event for the loop, which takes one after the other. */
  void post(Event event) {
    loopFreeAt = Math.max(loopFreeAt, now) + EVENT_NANOS;
    at(loopFreeAt, () -> handle(event));
  }

  private void handle(Event event) {
    scheduler.handle(event, now).forEach(this::carryOut);
  }

  private void carryOut(Command command) {
    if (command instanceof Command.SendChunk c) {
      chunkSizes.add(c.chunk().count());
      workers.get(c.worker().workerId()).receive(c);
    } else if (command instanceof Command.RevokeChunk c) {
      revoked.add(c.worker());
      workers.get(c.worker().workerId()).receive(c);
    } else if (command instanceof Command.WantItems c) {
      source(c.jobId()).wanted(c.atLeast());
    } else if (command instanceof Command.ResizeWindow c) {
      source(c.jobId()).resize(c.items());
    } else if (command instanceof Command.Deliver c) {
      delivered += c.count();
      deliveredAt = now;
      PacedSource.Items items = (PacedSource.Items) c.batch();
      source(items.jobId()).delivered(items.first() + c.from(), c.count());
    } else if (command instanceof Command.EndJob c) {
      sources.remove(c.jobId());
    }
  }

  private PacedSource source(long jobId) {
    return Objects.requireNonNull(sources.get(jobId));
  }
}
