package dev.procession.scheduler;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All jobs: what waits, whose turn it is, how much to ask for, and how each item ends.
 *
 * <p>Whoever changes a job calls {@link #refresh} when done: it puts the job where it belongs, asks
 * its source for more, and ends it.
 */
final class Jobs {
  /** A window starts with as many items a worker, and has no fewer later. */
  static final int FIRST_WINDOW_PER_WORKER = 16;

  static final int MIN_WINDOW = 64;

  /** A window has no more items than this, whatever workers and chunks would like. */
  static final int MAX_WINDOW = 65_536;

  /** Chunks a worker that a window has room for: two there, one queued, one being consumed. */
  private static final int WINDOW_CHUNKS_PER_WORKER = 4;

  private static final int QUEUED_CHUNKS_PER_WORKER = 2;

  private final int workers;
  private final Outbox outbox;
  private final Counts counts;
  private final Map<Long, JobState> jobs = new LinkedHashMap<>();
  private final LinkedHashSet<JobState> waiting = new LinkedHashSet<>();
  // Those that were asked for more items than one, and have not answered.
  private final Set<JobState> patient = new LinkedHashSet<>();
  private final TreeMap<Long, Integer> timeoutsAtWork = new TreeMap<>();
  // Written by the scheduler's thread only.
  private long queuedItems;

  Jobs(int workers, Outbox outbox, Counts counts) {
    this.workers = workers;
    this.outbox = outbox;
    this.counts = counts;
  }

  void open(long jobId, JobOptions options) {
    if (jobs.containsKey(jobId)) {
      return;
    }
    JobState job = new JobState(jobId, options);
    jobs.put(jobId, job);
    refresh(job);
  }

  @Nullable JobState find(long jobId) {
    return jobs.get(jobId);
  }

  void offer(JobState job, Batch batch) {
    job.want(false);
    patient.remove(job);
    if (!job.isCancelled() && job.find(batch) == null) {
      BatchState state = job.offer(batch);
      job.enqueueLast(Slice.of(state));
      queuedItems += batch.count();
    }
    refresh(job);
  }

  /** Forgets what waits and regards the rest as settled. */
  void cancel(JobState job) {
    queuedItems -= job.queuedItems();
    job.dropAll();
    job.cancel();
  }

  /** Settles one item that a caller does not want any more; returns who holds it, if anybody. */
  @Nullable HeldChunk cancel(BatchState batch, int item) {
    HeldChunk holder = batch.holderOf(item);
    batch.job().settle(batch, item, item + 1);
    if (holder == null) {
      queuedItems--;
      batch.job().dropOne();
    }
    return holder;
  }

  /** Hands over answers, except for items that have ended; returns how many it handed over. */
  int deliver(HeldChunk chunk, Event.WorkerAnswered answer) {
    BatchState batch = chunk.batch();
    int first = chunk.itemAt(answer.firstPosition());
    int end = first + answer.count();
    int delivered = 0;
    for (int from = batch.nextUnsettled(first, end); from < end; ) {
      int to = batch.nextSettled(from, end);
      batch.job().settle(batch, from, to);
      outbox.add(
          new Command.Deliver(
              batch.batch(), from, to - from, answer.answers(), from - first, answer.worker()));
      delivered += to - from;
      from = batch.nextUnsettled(to, end);
    }
    counts.delivered(delivered);
    return delivered;
  }

  /** Ends items that have not ended and do not wait in the queue. */
  void fail(BatchState batch, int first, int end, Failure failure) {
    for (int from = batch.nextUnsettled(first, end); from < end; ) {
      int to = batch.nextSettled(from, end);
      batch.job().settle(batch, from, to);
      outbox.add(new Command.FailItems(batch.batch(), from, to - from, failure));
      if (!(failure instanceof Failure.Cancelled)) {
        counts.failed(to - from);
      }
      from = batch.nextUnsettled(to, end);
    }
  }

  /** Ends all items that have not ended; closed jobs end as soon as no worker holds any of them. */
  void failAll(Failure failure, boolean closing) {
    for (JobState job : List.copyOf(jobs.values())) {
      queuedItems -= job.queuedItems();
      job.dropAll();
      for (BatchState batch : job.batches()) {
        fail(batch, 0, batch.batch().count(), failure);
      }
      if (closing) {
        job.close();
      }
      refresh(job);
    }
  }

  /** Fails a batch as it comes. */
  void failOffered(Batch batch, Failure failure) {
    outbox.add(new Command.FailItems(batch, 0, batch.count(), failure));
    if (!(failure instanceof Failure.Cancelled)) {
      counts.failed(batch.count());
    }
    JobState job = find(batch.jobId());
    if (job != null) {
      job.want(false);
      refresh(job);
    }
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  int count() {
    return jobs.size();
  }

  long queuedItems() {
    return queuedItems;
  }

  /** The job whose turn it is; null when nothing waits. */
  @Nullable JobState nextWaiting() {
    return waiting.isEmpty() ? null : waiting.iterator().next();
  }

  /**
   * The same if its items may wait at a busy worker. While it is the turn of one whose items may
   * not, those of others do not either: as long as workers always have something to go on with,
   * none would be free for it.
   */
  @Nullable JobState nextPrefetchable() {
    JobState next = nextWaiting();
    return next != null && mayWaitAtWorkers(next) ? next : null;
  }

  /** Takes a chunk's items off a job's queue; the other jobs come first then. */
  Slice take(JobState job, int limit) {
    Slice slice = job.take(limit);
    queuedItems -= slice.to() - slice.from();
    waiting.remove(job);
    passByThePatient(job);
    return slice;
  }

  /** Those that were passed by as often as there are workers have had time to gather more. */
  private void passByThePatient(JobState job) {
    if (!patient.isEmpty()) {
      List.copyOf(patient).stream()
          .filter(other -> other != job && other.queuedItems() == 0 && other.passBy() >= workers)
          .forEach(this::askForAnything);
    }
  }

  /** Puts items back at the front; slices are given in the order in which they should run. */
  void giveBack(List<Slice> slices) {
    for (int i = slices.size() - 1; i >= 0; i--) {
      JobState job = slices.get(i).batch().job();
      queuedItems -= job.queuedItems();
      job.enqueueFirst(slices.get(i));
      queuedItems += job.queuedItems();
    }
  }

  void hold(HeldChunk chunk) {
    JobState job = chunk.job();
    job.hold(chunk);
    if (job.heldChunks() == 1) {
      job.options().timeoutNanos().ifPresent(t -> timeoutsAtWork.merge(t, 1, Integer::sum));
    }
  }

  void release(HeldChunk chunk) {
    JobState job = chunk.job();
    job.release(chunk);
    if (job.heldChunks() == 0) {
      job.options()
          .timeoutNanos()
          .ifPresent(t -> timeoutsAtWork.computeIfPresent(t, (k, n) -> n == 1 ? null : n - 1));
    }
  }

  /** The shortest timeout of the jobs that workers hold chunks of. */
  OptionalLong shortestTimeoutAtWork() {
    return timeoutsAtWork.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(timeoutsAtWork.firstKey());
  }

  void refresh(JobState job) {
    if (job.queuedItems() == 0) {
      waiting.remove(job);
      if (job.isClosed() && job.heldChunks() == 0 && jobs.remove(job.id(), job)) {
        outbox.add(new Command.EndJob(job.id()));
      }
    } else {
      waiting.add(job);
    }
    if (!job.isClosed()) {
      resizeWindow(job);
      askForMore(job);
    }
  }

  /** Not while more may come that would share the message. */
  private boolean mayWaitAtWorkers(JobState job) {
    return job.sizer().mayPrefetch()
        && !job.isHeadSuspect()
        && job.bundled(workers) > 0
        && (job.isClosed() || job.sizer().isFixed() || job.queuedItems() >= worthAMessage(job));
  }

  private void askForMore(JobState job) {
    int chunk = chunkOf(job);
    if (!job.isWantOutstanding()
        && job.queuedItems() < (long) QUEUED_CHUNKS_PER_WORKER * workers * chunk) {
      want(job, worthAMessage(job));
    }
  }

  /** A worker has nothing to do: what little there is must do. */
  void askForAnything() {
    if (!patient.isEmpty()) {
      List.copyOf(patient).forEach(this::askForAnything);
    }
  }

  private void askForAnything(JobState job) {
    patient.remove(job);
    if (jobs.containsKey(job.id()) && !job.isClosed() && job.isWantOutstanding()) {
      want(job, 1);
    }
  }

  private void want(JobState job, int atLeast) {
    job.want(true);
    outbox.add(new Command.WantItems(job.id(), atLeast));
    if (atLeast > 1) {
      patient.add(job);
    }
  }

  /** How many items a chunk has if the window is full. */
  private int chunkOf(JobState job) {
    int share = job.announcedWindow() / (WINDOW_CHUNKS_PER_WORKER * workers);
    return Math.max(1, Math.min(job.sizer().items(), share));
  }

  private int worthAMessage(JobState job) {
    return job.sizer().isFixed() ? 1 : Math.max(1, chunkOf(job) / 2);
  }

  /** Says how large the window should be: at first, when it is twice or a quarter of that. */
  private void resizeWindow(JobState job) {
    long chunks = (long) WINDOW_CHUNKS_PER_WORKER * workers;
    int wish = (int) Math.min(MAX_WINDOW, Math.max(firstWindow(), chunks * job.sizer().items()));
    int said = job.announcedWindow();
    if (wish >= 2 * said || wish <= said / 4) {
      job.announceWindow(wish);
      outbox.add(new Command.ResizeWindow(job.id(), wish));
    }
  }

  private int firstWindow() {
    long items = (long) FIRST_WINDOW_PER_WORKER * workers;
    return (int) Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, items));
  }
}
