package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who gets what next: idle workers first, then a second chunk where that pays, then, when nothing
 * waits, what others hold and have not started. Knows who was idle for too long.
 */
final class Dispatcher {
  /** A worker keeps what it was sent for as long, even if others are idle. */
  static final long KEEP_NANOS = 10_000_000;

  /** And for as long if nobody is: its chunk was to take much less. */
  static final long STUCK_NANOS = 100_000_000;

  private final SchedulerOptions options;
  private final Jobs jobs;
  private final Chunks chunks;
  private final Watch watch;
  private final Agenda agenda;
  // Insertion order is who waits longest, who was sent something longest ago.
  private final LinkedHashSet<Active> idle = new LinkedHashSet<>();
  private final LinkedHashSet<Active> refillable = new LinkedHashSet<>();
  private final LinkedHashSet<Active> revocable = new LinkedHashSet<>();
  // Those of them from whom it is taken back if it is stuck: callers who say how much goes together
  // have it so. A set of its own, or who looks for the first might have to look at all workers.
  private final LinkedHashSet<Active> unstickable = new LinkedHashSet<>();
  private final Set<Active> occupied = new HashSet<>();
  // Those who were sent the last item that they may have, until somebody asks.
  private final List<Active> spent = new ArrayList<>();
  private long lastRevokedAt; // written by the scheduler's thread only

  Dispatcher(SchedulerOptions options, Jobs jobs, Chunks chunks, Watch watch, Agenda agenda) {
    this.options = options;
    this.jobs = jobs;
    this.chunks = chunks;
    this.watch = watch;
    this.agenda = agenda;
  }

  int idleWorkers() {
    return idle.size();
  }

  @Nullable Active firstIdle() {
    return idle.isEmpty() ? null : idle.iterator().next();
  }

  /** Puts a worker where it belongs after anything about it changed. */
  void refresh(Active worker) {
    if (!worker.isIdle()) {
      idle.remove(worker);
    } else if (idle.add(worker)) {
      worker.becameIdle(agenda.now());
    }
    place(refillable, worker, mayHaveSecond(worker));
    HeldChunk toRevoke = toRevoke(worker);
    place(revocable, worker, toRevoke != null);
    place(unstickable, worker, toRevoke != null && !toRevoke.job().sizer().isFixed());
    place(occupied, worker, !worker.holding().isEmpty());
  }

  private static void place(Set<Active> set, Active worker, boolean belongs) {
    if (belongs) {
      set.add(worker);
    } else {
      set.remove(worker);
    }
  }

  /** A worker is not to be used any more. */
  void forget(Active worker) {
    idle.remove(worker);
    refillable.remove(worker);
    revocable.remove(worker);
    unstickable.remove(worker);
    occupied.remove(worker);
  }

  void dispatch() {
    dispatchWaiting();
    if (occupied.size() < options.workers() && jobs.queuedItems() == 0) {
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
      Active worker = refillable.iterator().next();
      if (mayHaveSecond(worker)) {
        send(worker, job);
      } else {
        refillable.remove(worker);
      }
    }
  }

  /** Those whose last item was sent since this was asked before. */
  List<Active> takeSpent() {
    if (spent.isEmpty()) {
      return List.of();
    }
    List<Active> taken = List.copyOf(spent);
    spent.clear();
    return taken;
  }

  /** A worker that has been idle for too long; null when there is none. */
  @Nullable Active overdue() {
    OptionalLong at = overdueAt();
    return at.isPresent() && at.getAsLong() <= agenda.now() ? firstIdle() : null;
  }

  /**
   * When {@link #overdue} finds somebody, if nothing else happens. Nobody is let go while something
   * is on its way back that an idle worker was to have.
   */
  OptionalLong overdueAt() {
    Active first = firstIdle();
    if (first == null || options.idleTimeoutNanos().isEmpty() || chunks.returnsDue() > 0) {
      return OptionalLong.empty();
    }
    long at = Agenda.after(first.idleSince(), options.idleTimeoutNanos().getAsLong());
    return Agenda.isNever(at) ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /**
   * Has idle workers get what others hold; to be called when nothing can be dispatched. And takes
   * back what is stuck behind an item that takes its time, so that it is not passed by for ever by
   * items that came later.
   */
  void balance() {
    for (OptionalLong at = idleGetAt(); at.isPresent() && at.getAsLong() <= agenda.now(); ) {
      revoke(revocable.iterator().next());
      lastRevokedAt = agenda.now();
      at = idleGetAt();
    }
    for (Active stuck = firstStuck(); stuck != null; stuck = firstStuck()) {
      if (stuckAt(stuck) > agenda.now()) {
        return;
      }
      revoke(stuck);
    }
  }

  private void revoke(Active worker) {
    HeldChunk chunk = toRevoke(worker);
    if (chunk == null) {
      throw new AssertionError("nothing to revoke at " + worker.key());
    }
    chunks.revoke(worker.key(), chunk);
    toTheEnd(worker);
  }

  /** When {@link #balance} has something to do, if nothing else happens. */
  OptionalLong balanceAt() {
    OptionalLong at = idleGetAt();
    Active stuck = at.isPresent() ? null : firstStuck();
    return stuck == null ? at : OptionalLong.of(stuckAt(stuck));
  }

  /** Whoever was sent something longest ago, unless its caller has said how much goes together. */
  private @Nullable Active firstStuck() {
    boolean isAny = jobs.queuedItems() > 0 && !unstickable.isEmpty();
    return isAny ? unstickable.iterator().next() : null;
  }

  private static long stuckAt(Active worker) {
    return Agenda.after(worker.lastSentAt(), STUCK_NANOS);
  }

  /**
   * When idle workers get something of others. One revocation under way for each of them is enough,
   * unless the workers asked do not answer.
   */
  private OptionalLong idleGetAt() {
    if (idle.isEmpty() || jobs.queuedItems() > 0 || revocable.isEmpty()) {
      return OptionalLong.empty();
    }
    long keptUntil = Agenda.after(revocable.iterator().next().lastSentAt(), KEEP_NANOS);
    if (chunks.returnsDue() < idle.size()) {
      return OptionalLong.of(keptUntil);
    }
    return OptionalLong.of(Math.max(keptUntil, Agenda.after(lastRevokedAt, KEEP_NANOS)));
  }

  private void send(Active worker, JobState job) {
    chunks.send(worker, job, (int) Math.min(chunkSize(job), worker.itemsLeft()));
    watch.review(worker);
    if (worker.isSpent()) {
      worker.retire();
      spent.add(worker);
    }
    toTheEnd(worker);
  }

  /** Whoever was sent something, or gives something back, is the last to be asked for more. */
  private void toTheEnd(Active worker) {
    revocable.remove(worker);
    unstickable.remove(worker);
    refresh(worker);
  }

  private int chunkSize(JobState job) {
    int wish = job.sizer().items();
    if (job.sizer().isFixed()) {
      return wish;
    }
    // Towards the end of a job chunks get smaller, so that the workers finish together.
    long parts = (job.knowsItsEnd() ? 2L : 1L) * options.workers();
    long share = divideUp(job.remainingItems(), parts);
    long fair = divideUp(job.queuedItems(), Math.max(1, idle.size()));
    long most = Math.min(Math.min(share, fair), job.bundled(options.workers()));
    return (int) Math.max(1, Math.min(wish, most));
  }

  private static long divideUp(long items, long parts) {
    return (items + parts - 1) / parts;
  }

  /** Whether a second chunk would soon be begun: not behind an item that takes its time. */
  private boolean mayHaveSecond(Active worker) {
    HeldChunk first = worker.holding().first();
    return first != null
        && worker.holding().second() == null
        && !worker.isRetiring()
        && !first.isRevoked()
        && !first.slice().isSuspect()
        && first.stop() == null
        && agenda.now() <= Agenda.after(first.progressAt(), KEEP_NANOS)
        && first.job().sizer().mayPrefetch();
  }

  /** What a worker should give back first: the chunk that waits, then the rest of the other. */
  private static @Nullable HeldChunk toRevoke(Active worker) {
    HeldChunk second = worker.holding().second();
    if (second != null && !second.isRevoked()) {
      return second;
    }
    HeldChunk first = worker.holding().first();
    return first != null && !first.isRevoked() && first.notStarted() > 0 ? first : null;
  }
}
