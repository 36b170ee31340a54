package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Assigns chunks: to idle workers first, then as a second chunk where that pays off; when the queue
 * is empty, it redistributes unstarted items of other workers. Also tracks idle times.
 */
final class Dispatcher {
  /** Items stay at a worker for at least this time, even if other workers are idle. */
  static final long KEEP_NANOS = 10_000_000;

  /**
   * Items stay at a worker for this time if no worker is idle; its chunk should have taken much
   * less.
   */
  static final long STUCK_NANOS = 100_000_000;

  /**
   * Unstarted items stay at a worker for this time while another job waits; two chunks of measured
   * size take half of it.
   */
  static final long YIELD_NANOS = 20_000_000;

  private final SchedulerOptions options;
  private final Jobs jobs;
  private final Chunks chunks;
  private final Deadlines watch;
  private final Alarms alarms;
  // Insertion order: the longest wait first, or the earliest send.
  private final LinkedHashSet<ActiveWorker> idle = new LinkedHashSet<>();
  private final LinkedHashSet<ActiveWorker> refillable = new LinkedHashSet<>();
  private final LinkedHashSet<ActiveWorker> revocable = new LinkedHashSet<>();
  // The workers whose stuck chunks are revoked. Excludes chunks of a size that the caller has set.
  // A separate set, so that finding the first does not have to search all workers.
  private final LinkedHashSet<ActiveWorker> unstickable = new LinkedHashSet<>();
  // Workers that become idle when their current item ends.
  private final Set<ActiveWorker> yielding = new HashSet<>();
  private final Set<ActiveWorker> occupied = new HashSet<>();
  // Workers that have been sent their last permitted item, until this is queried.
  private final List<ActiveWorker> spent = new ArrayList<>();
  private final Set<ActiveWorker> waiting = new HashSet<>();
  // Written by the scheduler's thread only.
  private long lastRevokedAt;
  private boolean toldAllWait;
  private int workers;

  Dispatcher(SchedulerOptions options, Jobs jobs, Chunks chunks, Deadlines watch, Alarms alarms) {
    this.options = options;
    this.workers = options.workers();
    this.jobs = jobs;
    this.chunks = chunks;
    this.watch = watch;
    this.alarms = alarms;
  }

  /** There are that many workers from now on. */
  void resize(int number) {
    workers = number;
  }

  int idleWorkers() {
    return idle.size();
  }

  @Nullable ActiveWorker firstIdle() {
    return idle.isEmpty() ? null : idle.iterator().next();
  }

  /** Moves a worker to the right sets after a change to it. */
  void refresh(ActiveWorker worker) {
    if (!worker.isIdle()) {
      idle.remove(worker);
    } else if (idle.add(worker)) {
      worker.becameIdle(alarms.now());
    }
    place(refillable, worker, mayHaveSecond(worker));
    HeldChunk toRevoke = toRevoke(worker);
    place(revocable, worker, toRevoke != null);
    place(unstickable, worker, toRevoke != null && !toRevoke.job().sizer().isFixed());
    place(yielding, worker, isYielding(worker));
    place(occupied, worker, !worker.held().isEmpty());
    place(waiting, worker, worker.isWaiting());
  }

  private static void place(Set<ActiveWorker> set, ActiveWorker worker, boolean belongs) {
    if (belongs) {
      set.add(worker);
    } else {
      set.remove(worker);
    }
  }

  /** Removes a worker that is no longer used. */
  void forget(ActiveWorker worker) {
    idle.remove(worker);
    refillable.remove(worker);
    revocable.remove(worker);
    unstickable.remove(worker);
    yielding.remove(worker);
    occupied.remove(worker);
    waiting.remove(worker);
  }

  /**
   * What a worker runs waits for another task, or no more. While it waits it keeps nothing that it
   * has not begun, even of a chunk size that the caller has set: that may be what it waits for.
   */
  void waits(ActiveWorker worker) {
    if (worker.isWaiting()) {
      for (HeldChunk chunk : worker.held().all()) {
        if (chunk != worker.held().first() || chunk.notStarted() > 0) {
          chunks.revoke(worker.key(), chunk);
        }
      }
    }
    refresh(worker);
  }

  /** Whether to tell that all workers wait while items are queued. */
  boolean takeAllWait() {
    boolean allWait = waiting.size() >= workers && jobs.queuedItems() > 0;
    boolean isNews = allWait && !toldAllWait;
    toldAllWait = allWait;
    return isNews;
  }

  void dispatch() {
    dispatchWaiting();
    if (occupied.size() < workers && jobs.queuedItems() == 0) {
      jobs.askForAnything();
    }
  }

  private void dispatchWaiting() {
    while (!idle.isEmpty()) {
      JobState job = jobs.nextWaiting();
      if (job == null) {
        return;
      }
      send(idle.iterator().next(), job);
    }
    while (!refillable.isEmpty()) {
      JobState job = jobs.nextPrefetchable();
      if (job == null) {
        return;
      }
      ActiveWorker worker = firstRefillable(job);
      if (worker == null) {
        return;
      }
      send(worker, job);
    }
  }

  /** Returns a worker at which a chunk of a job may be queued. */
  private @Nullable ActiveWorker firstRefillable(JobState job) {
    for (Iterator<ActiveWorker> candidates = refillable.iterator(); candidates.hasNext(); ) {
      ActiveWorker worker = candidates.next();
      if (!mayHaveSecond(worker)) {
        candidates.remove();
      } else if (mayWaitBehind(worker.held().first(), job)) {
        return worker;
      }
    }
    return null;
  }

  /**
   * A chunk of a size that the caller has set may take any time, so no other job is queued behind
   * it.
   */
  private static boolean mayWaitBehind(@Nullable HeldChunk first, JobState job) {
    return first != null && (first.job() == job || !first.job().sizer().isFixed());
  }

  /** Returns the workers whose last permitted item was sent since the previous call. */
  List<ActiveWorker> takeSpent() {
    if (spent.isEmpty()) {
      return List.of();
    }
    List<ActiveWorker> taken = List.copyOf(spent);
    spent.clear();
    return taken;
  }

  /** A worker that has exceeded the idle timeout, or null. */
  @Nullable ActiveWorker overdue() {
    OptionalLong at = overdueAt();
    return at.isPresent() && at.getAsLong() <= alarms.now() ? firstIdle() : null;
  }

  /**
   * When {@link #overdue} returns a worker if nothing else happens. No worker is dismissed while
   * revoked items for an idle worker are on their way back.
   */
  OptionalLong overdueAt() {
    ActiveWorker first = firstIdle();
    if (first == null || options.idleTimeoutNanos().isEmpty() || chunks.returnsDue() > 0) {
      return OptionalLong.empty();
    }
    long at = Alarms.after(first.idleSince(), options.idleTimeoutNanos().getAsLong());
    return Alarms.isNever(at) ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /**
   * Redistributes items from other workers to idle ones; called when nothing can be dispatched.
   * Also takes back items stuck behind a long-running item, so that later items do not overtake
   * them for ever.
   */
  void balance() {
    for (OptionalLong at = idleGetAt(); at.isPresent() && at.getAsLong() <= alarms.now(); ) {
      revoke(revocable.iterator().next());
      lastRevokedAt = alarms.now();
      at = idleGetAt();
    }
    makeRoom();
    for (ActiveWorker stuck = firstStuck(); stuck != null; stuck = firstStuck()) {
      if (stuckAt(stuck) > alarms.now()) {
        return;
      }
      revoke(stuck);
    }
  }

  /**
   * Revokes unstarted items, so that the job whose turn it is gets a worker as soon as its current
   * item ends, however large the chunks of other callers are.
   */
  private void makeRoom() {
    for (Yield next = nextYield(); next != null && next.at() <= alarms.now(); next = nextYield()) {
      for (HeldChunk chunk : next.chunks()) {
        chunks.revoke(next.worker().key(), chunk);
      }
      toTheEnd(next.worker());
    }
  }

  /** The chunks to revoke at a given time. */
  private record Yield(ActiveWorker worker, long at, List<HeldChunk> chunks) {}

  /** Skips workers that may keep the items that they hold. */
  private @Nullable Yield nextYield() {
    if (jobs.count() < 2) {
      return null;
    }
    JobState waiting = jobs.nextWaiting();
    for (ActiveWorker worker : revocable) {
      List<HeldChunk> chunks = toYield(worker, waiting);
      if (!chunks.isEmpty()) {
        return new Yield(worker, Alarms.after(worker.lastSentAt(), YIELD_NANOS), chunks);
      }
    }
    return null;
  }

  /** The chunk that a worker should return if it takes longer than planned. */
  private List<HeldChunk> toYield(ActiveWorker worker, @Nullable JobState waiting) {
    HeldChunk first = worker.held().first();
    HeldChunk waits = worker.held().second();
    HeldChunk second = waits == null || waits.isRevoked() ? null : waits;
    List<HeldChunk> chunks = new ArrayList<>(2);
    if (first != null && waiting != null && first.job() != waiting && !isEnough(waiting)) {
      boolean isInTheWay = jobs.comesBefore(waiting, first.job());
      if (isInTheWay && second != null && second.job() != waiting) {
        chunks.add(second);
      }
      if (isInTheWay && !first.isRevoked() && first.notStarted() > 0) {
        chunks.add(first);
      }
    }
    if (first != null
        && second != null
        && second.job() != first.job()
        && !chunks.contains(second)) {
      chunks.add(second);
    }
    return chunks;
  }

  /** Whether at least as many workers as the job has items will soon be free. */
  private boolean isEnough(JobState waiting) {
    return yielding.size() >= waiting.queuedItems();
  }

  private static boolean isYielding(ActiveWorker worker) {
    HeldChunk first = worker.held().first();
    HeldChunk second = worker.held().second();
    return first != null
        && !worker.isRetiring()
        && first.isRevoked()
        && (second == null || second.isRevoked());
  }

  private void revoke(ActiveWorker worker) {
    HeldChunk chunk = toRevoke(worker);
    if (chunk == null) {
      throw new AssertionError("nothing to revoke at " + worker.key());
    }
    chunks.revoke(worker.key(), chunk);
    toTheEnd(worker);
  }

  /** The next time at which {@link #balance} has something to do if nothing else happens. */
  OptionalLong balanceAt() {
    OptionalLong at = idleGetAt();
    if (at.isPresent()) {
      return at;
    }
    ActiveWorker stuck = firstStuck();
    Yield room = nextYield();
    long next =
        Math.min(
            stuck == null ? Long.MAX_VALUE : stuckAt(stuck),
            room == null ? Long.MAX_VALUE : room.at());
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** The worker with the earliest send, unless the caller has set the chunk size. */
  private @Nullable ActiveWorker firstStuck() {
    boolean isAny = jobs.queuedItems() > 0 && !unstickable.isEmpty();
    return isAny ? unstickable.iterator().next() : null;
  }

  private static long stuckAt(ActiveWorker worker) {
    return Alarms.after(worker.lastSentAt(), STUCK_NANOS);
  }

  /**
   * When items are redistributed to idle workers. One pending revocation per idle worker is enough,
   * unless the workers do not answer.
   */
  private OptionalLong idleGetAt() {
    if (idle.isEmpty() || jobs.queuedItems() > 0 || revocable.isEmpty()) {
      return OptionalLong.empty();
    }
    long keptUntil = Alarms.after(revocable.iterator().next().lastSentAt(), KEEP_NANOS);
    if (chunks.returnsDue() < idle.size()) {
      return OptionalLong.of(keptUntil);
    }
    return OptionalLong.of(Math.max(keptUntil, Alarms.after(lastRevokedAt, KEEP_NANOS)));
  }

  private void send(ActiveWorker worker, JobState job) {
    chunks.send(worker, job, (int) Math.min(chunkSize(job), worker.itemsLeft()));
    watch.review(worker);
    if (worker.isSpent()) {
      worker.retire(ExitReason.MAX_TASKS);
      spent.add(worker);
    }
    toTheEnd(worker);
  }

  /** A worker that was sent items, or returns some, moves to the end of the order. */
  private void toTheEnd(ActiveWorker worker) {
    revocable.remove(worker);
    unstickable.remove(worker);
    refresh(worker);
  }

  private int chunkSize(JobState job) {
    int wish = job.sizer().items();
    if (job.sizer().isFixed()) {
      return wish;
    }
    // Chunks shrink towards the end of a job, so that the workers finish together.
    long parts = (job.knowsItsEnd() ? 2L : 1L) * workers;
    long share = divideUp(job.remainingItems(), parts);
    long fair = divideUp(job.queuedItems(), Math.max(1, idle.size()));
    long most = Math.min(Math.min(share, fair), job.bundled(workers));
    return (int) Math.max(1, Math.min(wish, most));
  }

  private static long divideUp(long items, long parts) {
    return (items + parts - 1) / parts;
  }

  /** Whether a second chunk would be started soon; not behind a long-running item. */
  private boolean mayHaveSecond(ActiveWorker worker) {
    HeldChunk first = worker.held().first();
    return first != null
        && worker.held().second() == null
        && !worker.isRetiring()
        && !worker.isWaiting()
        && !first.isRevoked()
        && !first.slice().isSuspect()
        && first.stop() == null
        && alarms.now() <= Alarms.after(first.progressAt(), KEEP_NANOS)
        && first.job().sizer().mayPrefetch();
  }

  /**
   * The chunk that a worker should return first: the queued one, then the rest of the running one.
   */
  private static @Nullable HeldChunk toRevoke(ActiveWorker worker) {
    HeldChunk second = worker.held().second();
    if (second != null && !second.isRevoked()) {
      return second;
    }
    HeldChunk first = worker.held().first();
    return first != null && !first.isRevoked() && first.notStarted() > 0 ? first : null;
  }
}
