package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * A pool in virtual time in which nothing fails and everything costs what it costs: for how well
 * the work of one job is spread.
 *
 * <p>The costs are those that README and ARCHITECTURE report for tiny tasks on two cores, where
 * every hand-over wakes a sleeping thread. There is a core for each worker, for the feeder and for
 * the loop.
 */
final class PacedPool {
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

  final PacedWork work;
  long now;

  private final Scheduler scheduler;
  private final PacedSource source;
  private final List<PacedWorker> workers = new ArrayList<>();
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
  private final List<Integer> chunkSizes = new ArrayList<>();
  private long sequence;
  private long loopFreeAt;
  private long deliveredAt;
  private int delivered;
  private boolean over;

  PacedPool(int workers, PacedWork work, PacedSource.Kind kind) {
    this.work = work;
    this.source = new PacedSource(this, JOB, work.items(), kind);
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

  /** Does the work with workers that are ready. */
  PacedCourse run() {
    OptionalLong total =
        source.kind().isSized() ? OptionalLong.of(work.items()) : OptionalLong.empty();
    handle(
        new Event.JobOpened(
            JOB, new JobOptions(OptionalInt.empty(), total, OptionalLong.empty(), 0)));
    source.begin();
    while (!over) {
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
        source.kind(),
        work.idealNanos(workers.size()),
        deliveredAt,
        longestWait,
        List.copyOf(chunkSizes));
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
      workers.get(c.worker().workerId()).receive(c);
    } else if (command instanceof Command.WantItems c) {
      source.wanted(c.atLeast());
    } else if (command instanceof Command.ResizeWindow c) {
      source.resize(c.items());
    } else if (command instanceof Command.Deliver c) {
      delivered += c.count();
      deliveredAt = now;
      source.delivered(((PacedSource.Items) c.batch()).first() + c.from(), c.count());
    } else if (command instanceof Command.EndJob) {
      over = true;
    }
  }
}
