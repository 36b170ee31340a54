package dev.procession.scheduler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All jobs: queues their items, chooses the job whose turn it is, requests more items, and ends
 * each item.
 *
 * <p>After a change to a job its caller must call {@link #refresh}, which updates the queue of
 * jobs, requests more items, and ends the job if it is over.
 */
final class Jobs {
  /** The initial and smallest window, in items per worker. */
  static final int FIRST_WINDOW_PER_WORKER = 16;

  static final int MIN_WINDOW = 64;

  /**
   * The largest window, whatever the chunk size; with more than {@link ChunkSizer#FEW_WORKERS},
   * their chunks need a larger one.
   */
  static final int MAX_WINDOW = 65_536;

  /** Chunks per worker in the window: two at the worker, one queued, one being consumed. */
  private static final int WINDOW_CHUNKS_PER_WORKER = 4;

  private static final int QUEUED_CHUNKS_PER_WORKER = 2;

  /**
   * A job that had nothing to be sent for as long counts as if it had just arrived. One that waits
   * for its source for less keeps what it is owed.
   */
  static final long ABSENT_NANOS = 100_000_000;

  private final Alarms alarms;
  private final Outbox outbox;
  private final Counts counts;
  private final Map<Long, JobState> jobs = new LinkedHashMap<>();
  // By priority, the highest first.
  private final TreeMap<Integer, Lane> lanes = new TreeMap<>(Collections.reverseOrder());
  private final Retries retries;
  // Jobs that were asked for several items and have not offered any.
  private final Set<JobState> patient = new LinkedHashSet<>();
  private final TreeMap<Long, Integer> timeoutsAtWork = new TreeMap<>();
  // All that follow are written by the scheduler's thread only.
  private int workers;
  private long queuedItems;
  private long delayedItems;
  private long lastTurn;

  /** The jobs of one priority. */
  private static final class Lane {
    // Ordered by the workers' time used; the time of jobs other than the first may have grown
    // since.
    private final TreeSet<JobState> waiting = new TreeSet<>();
    private double usedByChosen; // written by the scheduler's thread only
  }

  /**
   * What became of the items of an answer that had not ended before.
   *
   * @param delivered how many have ended
   * @param retried how many are tried again
   */
  record Ended(int delivered, int retried) {}

  Jobs(int workers, Alarms alarms, Outbox outbox, Counts counts) {
    this.workers = workers;
    this.alarms = alarms;
    this.outbox = outbox;
    this.counts = counts;
    this.retries = new Retries(alarms);
  }

  /** There are that many workers from now on, so jobs may want more items or a larger window. */
  void resize(int number) {
    workers = number;
    jobs.values().forEach(job -> job.sizer().resize(number));
    List.copyOf(jobs.values()).forEach(this::refresh);
  }

  private Lane lane(JobState job) {
    return lanes.computeIfAbsent(job.options().priority(), priority -> new Lane());
  }

  void open(long jobId, JobOptions options) {
    if (jobs.containsKey(jobId)) {
      return;
    }
    JobState job = new JobState(jobId, options, workers);
    jobs.put(jobId, job);
    job.tookTurn(++lastTurn);
    arrive(job);
    refresh(job);
  }

  /**
   * Handles a job that had no items: it is not compensated for that time, and does not wait until
   * other jobs have used more time than it.
   */
  private void arrive(JobState job) {
    Lane lane = lane(job);
    JobState next = nextWaiting(lane);
    double least = next == null ? lane.usedByChosen : Math.min(lane.usedByChosen, ranSoFar(next));
    job.workerTime().raiseTo(least, alarms.now());
  }

  @Nullable JobState find(long jobId) {
    return jobs.get(jobId);
  }

  void offer(JobState job, Batch batch) {
    job.want(false);
    patient.remove(job);
    if (!job.isCancelled() && job.find(batch) == null) {
      if (job.queuedItems() == 0 && alarms.now() - job.emptySince() >= ABSENT_NANOS) {
        arrive(job);
      }
      BatchState state = job.offer(batch);
      job.enqueueLast(ItemRange.of(state));
      queuedItems += batch.count();
    }
    refresh(job);
  }

  /** Drops the queued items and regards the rest as settled. */
  void cancel(JobState job) {
    dropAll(job);
    job.cancel();
  }

  private void dropAll(JobState job) {
    queuedItems -= job.queuedItems();
    delayedItems -= job.delayedItems();
    retries.forget(job);
    job.dropAll();
  }

  /** Settles one cancelled item; returns the chunk that contains it, or null if it is queued. */
  @Nullable HeldChunk cancel(BatchState batch, int item) {
    ItemRange one = ItemRange.of(batch).range(item, item + 1);
    int delayed = batch.job().resume(one);
    delayedItems -= delayed;
    HeldChunk holder = batch.holderOf(item);
    batch.job().settle(batch, item, item + 1);
    if (holder == null && delayed == 0) {
      queuedItems--;
      batch.job().dropOne();
    }
    return holder;
  }

  /** Hands over answers, except for items that have ended and those that are tried again. */
  Ended end(HeldChunk chunk, Event.WorkerAnswered answer) {
    BatchState batch = chunk.batch();
    int first = chunk.itemAt(answer.firstPosition());
    int end = first + answer.count();
    int delivered = 0;
    int retried = 0;
    for (int from = batch.nextUnsettled(first, end); from < end; ) {
      int to = batch.nextSettled(from, end);
      int failed = firstToRetry(chunk, answer, from, to);
      if (failed > from) {
        deliver(batch, from, failed, answer, first);
        delivered += failed - from;
        to = failed;
      } else {
        to = Math.min(to, first + answer.worthRetrying().nextClearBit(from - first));
        retry(chunk.slice(), from, to);
        retried += to - from;
      }
      from = batch.nextUnsettled(to, end);
    }
    counts.delivered(delivered);
    return new Ended(delivered, retried);
  }

  private void deliver(
      BatchState batch, int from, int to, Event.WorkerAnswered answer, int firstAnswered) {
    batch.job().settle(batch, from, to);
    outbox.add(
        new Command.Deliver(
            batch.batch(),
            from,
            to - from,
            answer.answers(),
            from - firstAnswered,
            answer.worker()));
  }

  /** The first item of a range that is retried, or the range's end. */
  private int firstToRetry(HeldChunk chunk, Event.WorkerAnswered answer, int from, int to) {
    if (answer.worthRetrying().isEmpty() || !retries.areLeft(chunk.slice())) {
      return to;
    }
    int first = chunk.itemAt(answer.firstPosition());
    int next = answer.worthRetrying().nextSetBit(from - first);
    return next < 0 ? to : Math.min(to, first + next);
  }

  /** Has items that failed run again, when their delay is over. */
  private void retry(ItemRange slice, int from, int to) {
    ItemRange failed = slice.failed(from, to);
    slice.batch().job().delay(failed);
    delayedItems += to - from;
    retries.add(failed);
    counts.retried(to - from);
  }

  /** Queues the items whose next attempt is due. */
  void resumeDue() {
    List<ItemRange> due = retries.takeDue();
    for (ItemRange failed : due) {
      JobState job = failed.batch().job();
      delayedItems -= job.resume(failed);
    }
    giveBack(due);
    due.forEach(failed -> refresh(failed.batch().job()));
  }

  /** When {@link #resumeDue} has something to do. */
  OptionalLong resumeAt() {
    return retries.next();
  }

  /** How many items wait for the time of their next attempt. */
  long delayedItems() {
    return delayedItems;
  }

  /** Ends items that have not ended and are not queued. */
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

  /**
   * Reports the failure of a chunk's item that has timed out and no longer runs.
   *
   * @param report how its process ended, if that stopped it
   */
  void failOverdue(HeldChunk chunk, Optional<Object> report) {
    HeldChunk.Overdue overdue = chunk.overdue();
    if (overdue == null) {
      return;
    }
    chunk.overdue(null);
    chunk.batch().overdueIsOver();
    if (!chunk.job().isCancelled()) {
      int item = chunk.itemAt(overdue.position());
      if (chunk.job().options().retry().afterTimeout() && retries.areLeft(chunk.slice())) {
        chunk.batch().reopen(item);
        retry(chunk.slice(), item, item + 1);
      } else {
        Failure failure =
            new Failure.TimedOut(overdue.worker(), overdue.limitNanos(), report, overdue.stack());
        outbox.add(new Command.FailItems(chunk.batch().batch(), item, 1, failure));
        counts.failed(1);
      }
    }
    chunk.job().forgetIfOver(chunk.batch());
  }

  /** Ends all items that have not ended; closed jobs end as soon as no worker holds any of them. */
  void failAll(Failure failure, boolean closing) {
    retries.stop();
    for (JobState job : List.copyOf(jobs.values())) {
      dropAll(job);
      for (BatchState batch : job.batches()) {
        fail(batch, 0, batch.batch().count(), failure);
      }
      if (closing) {
        job.close();
      }
      refresh(job);
    }
  }

  /** Fails a batch on arrival. */
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

  List<JobSnapshot> snapshots() {
    return jobs.values().stream().map(JobSnapshot::of).toList();
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

  /** The number of items sent to workers and not answered, without failed ones. */
  long heldItems() {
    return jobs.values().stream()
        .flatMap(job -> job.held().stream())
        .mapToLong(HeldChunk::unanswered)
        .sum();
  }

  /** The job whose turn it is; null if no items are queued. */
  @Nullable JobState nextWaiting() {
    for (Lane lane : lanes.values()) {
      JobState next = nextWaiting(lane);
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  private @Nullable JobState nextWaiting(Lane lane) {
    while (!lane.waiting.isEmpty()) {
      JobState first = lane.waiting.first();
      if (used(first) <= first.rank()) {
        return first;
      }
      place(first);
    }
    return null;
  }

  private double used(JobState job) {
    return job.workerTime().nanos(alarms.now());
  }

  private double ranSoFar(JobState job) {
    return job.workerTime().nanosWithoutEstimate(alarms.now());
  }

  /**
   * Whether a job that waits comes before another: by its priority, or by the workers' time that
   * they have used.
   */
  boolean comesBefore(JobState job, JobState other) {
    int byPriority = Integer.compare(job.options().priority(), other.options().priority());
    return byPriority == 0 ? used(other) > used(job) : byPriority > 0;
  }

  /** Gives a job its place among those whose items wait. */
  private void place(JobState job) {
    Lane lane = lane(job);
    lane.waiting.remove(job);
    job.placeAt(used(job));
    if (job.queuedItems() > 0) {
      lane.waiting.add(job);
    }
  }

  /**
   * The same if its items may be queued at a busy worker. If the items of the job whose turn it is
   * may not, those of other jobs are not queued either, or no worker would ever become free for it.
   */
  @Nullable JobState nextPrefetchable() {
    JobState next = nextWaiting();
    return next != null && mayWaitAtWorkers(next) ? next : null;
  }

  /**
   * Removes a chunk's items from a job's queue; other jobs with the same time used then come first.
   */
  ItemRange take(JobState job, int limit) {
    ItemRange slice = job.take(limit);
    queuedItems -= slice.to() - slice.from();
    Lane lane = lane(job);
    lane.waiting.remove(job);
    job.tookTurn(++lastTurn);
    lane.usedByChosen = Math.max(lane.usedByChosen, ranSoFar(job));
    passByThePatient(job);
    return slice;
  }

  /** Jobs skipped as often as there are workers have had time to gather more items. */
  private void passByThePatient(JobState job) {
    if (!patient.isEmpty()) {
      List.copyOf(patient).stream()
          .filter(other -> other != job && other.queuedItems() == 0 && other.passBy() >= workers)
          .forEach(this::askForAnything);
    }
  }

  /** Requeues items at the front; ranges are given in the order in which they should run. */
  void giveBack(List<ItemRange> slices) {
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
      OptionalLong timeout = job.options().timeoutNanos();
      if (timeout.isPresent()) {
        timeoutsAtWork.merge(timeout.getAsLong(), 1, Integer::sum);
      }
    }
  }

  void release(HeldChunk chunk) {
    JobState job = chunk.job();
    job.release(chunk);
    if (job.heldChunks() == 0) {
      OptionalLong timeout = job.options().timeoutNanos();
      if (timeout.isPresent()) {
        timeoutsAtWork.computeIfPresent(timeout.getAsLong(), (t, n) -> n == 1 ? null : n - 1);
      }
    }
  }

  /** The shortest timeout of the jobs that workers hold chunks of. */
  OptionalLong shortestTimeoutAtWork() {
    return timeoutsAtWork.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(timeoutsAtWork.firstKey());
  }

  void refresh(JobState job) {
    place(job);
    job.seeQueue(alarms.now());
    boolean isOver =
        job.isClosed()
            && job.queuedItems() == 0
            && job.delayedItems() == 0
            && job.heldChunks() == 0;
    if (isOver && jobs.remove(job.id(), job)) {
      outbox.add(new Command.EndJob(job.id()));
    }
    if (!job.isClosed()) {
      resizeWindow(job);
      askForMore(job);
    }
  }

  /** Not while more items may arrive that could share the message. */
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

  /** A worker is idle, so the available items are sent, however few they are. */
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

  /** The number of items in a chunk if the window is full. */
  private int chunkOf(JobState job) {
    int share = job.announcedWindow() / (WINDOW_CHUNKS_PER_WORKER * workers);
    return Math.max(1, Math.min(job.sizer().items(), share));
  }

  private int worthAMessage(JobState job) {
    return job.sizer().isFixed() ? 1 : Math.max(1, chunkOf(job) / 2);
  }

  /**
   * Reports the window size: initially, when it has doubled or shrunk to a quarter, and when it is
   * as large as can be.
   */
  private void resizeWindow(JobState job) {
    long chunks = (long) WINDOW_CHUNKS_PER_WORKER * workers;
    int wish = (int) Math.min(maxWindow(), Math.max(firstWindow(), chunks * job.sizer().items()));
    int said = job.announcedWindow();
    boolean isLargest = wish == maxWindow() && said < wish;
    if (wish >= 2 * said || wish <= said / 4 || isLargest) {
      job.announceWindow(wish);
      outbox.add(new Command.ResizeWindow(job.id(), wish));
    }
  }

  private long maxWindow() {
    return (long) MAX_WINDOW * Math.max(ChunkSizer.FEW_WORKERS, workers) / ChunkSizer.FEW_WORKERS;
  }

  private int firstWindow() {
    long items = (long) FIRST_WINDOW_PER_WORKER * workers;
    return (int) Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, items));
  }
}
