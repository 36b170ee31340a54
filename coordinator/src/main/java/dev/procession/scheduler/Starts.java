package dev.procession.scheduler;

import dev.procession.scheduler.WorkerState.Gone;
import dev.procession.scheduler.WorkerState.Starting;
import dev.procession.scheduler.WorkerState.Vacant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose process is started next, and how long those wait whose processes were of no use.
 *
 * <p>Where processes are started on demand only, a successor that has to wait for what its
 * predecessor holds is the last choice.
 */
final class Starts {
  /** So many tries in a row that do not get ready, with none alive, and the pool gives up. */
  static final int FAILURES_BEFORE_GIVING_UP = 3;

  /**
   * The same for a pool that has had a worker: what it is given to start with cannot be all wrong.
   */
  static final int FAILURES_ONCE_READY = 10;

  /** The first wait of a worker whose processes die before they are of use; it doubles. */
  static final long FIRST_BACK_OFF_NANOS = 100_000_000;

  static final long MAX_BACK_OFF_NANOS = 10_000_000_000L;

  private static final int MAX_DOUBLINGS = 10;

  private final Jobs jobs;
  private final Dispatcher dispatcher;
  private final Agenda agenda;
  private final Launches launches;
  private final LinkedHashSet<Worker> startable = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> startableBehind = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> starting = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> startingBehind = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> readyBehind = new LinkedHashSet<>();
  // Written by the scheduler's thread only.
  private int failures;
  private long nextTryAt;
  private boolean everReady;

  Starts(Parts parts) {
    this.jobs = parts.jobs();
    this.dispatcher = parts.dispatcher();
    this.agenda = parts.agenda();
    this.launches = parts.launches();
  }

  /** Puts the present worker of a number where it belongs after anything about it changed. */
  void arrange(Post post) {
    Worker worker = post.present();
    WorkerState state = worker.state();
    boolean isStartable = false;
    if (state instanceof Vacant vacant) {
      isStartable = vacant.startableAt() <= agenda.now();
      if (!isStartable) {
        agenda.arm(worker, vacant.startableAt());
      }
    }
    if (state instanceof Active || state instanceof Gone) {
      launches.end(worker);
    }
    boolean isStarting = state instanceof Starting;
    boolean isReady = state instanceof Active process && !process.isRetiring();
    place(startable, worker, isStartable && !post.isHeldUp());
    place(startableBehind, worker, isStartable && post.isHeldUp());
    place(starting, worker, isStarting);
    place(startingBehind, worker, isStarting && post.isHeldUp());
    place(readyBehind, worker, isReady && post.isHeldUp());
  }

  private static void place(Set<Worker> set, Worker worker, boolean belongs) {
    if (belongs) {
      set.add(worker);
    } else {
      set.remove(worker);
    }
  }

  /** Whose process should be started now; null when there is none. */
  @Nullable Worker next(Staffing staffing) {
    if (staffing == Staffing.NONE || launches.areFull()) {
      return null;
    }
    boolean isFull = staffing == Staffing.FULL;
    long waiting = jobs.queuedItems();
    int takers = dispatcher.idleWorkers() + starting.size() - startingBehind.size();
    if (!startable.isEmpty()) {
      // Those that have not been started yet come first.
      Worker first = startable.iterator().next();
      boolean isDue = staffing == Staffing.EACH_ONCE && first.post().generation() == 0;
      if (isFull || isDue || takers < waiting) {
        return first;
      }
    }
    int later = startingBehind.size() + readyBehind.size();
    if (!startableBehind.isEmpty() && (isFull || takers + later < waiting)) {
      return startableBehind.iterator().next();
    }
    return null;
  }

  /** The process of a worker is launched now. */
  WorkerKey begin(Worker worker) {
    launches.begin(worker);
    return worker.start(agenda.now());
  }

  /** Those that have been started and are not ready. */
  List<Worker> starting() {
    return List.copyOf(starting);
  }

  void ready() {
    failures = 0;
    nextTryAt = 0;
    everReady = true;
  }

  /**
   * How many tries in a row did not get ready. What starts side by side, or before the wait after a
   * try is over, belongs to that try: so giving up takes its time, whatever the number of workers.
   */
  int failures() {
    return failures;
  }

  boolean haveFailedOften() {
    return failures >= (everReady ? FAILURES_ONCE_READY : FAILURES_BEFORE_GIVING_UP);
  }

  /** A process ended before it was ready; returns when its number may have another. */
  long afterFailure(Worker worker) {
    if (worker.startedAt() >= nextTryAt) {
      failures++;
      nextTryAt = backOff(failures);
    }
    worker.post().countFruitless();
    return backOff(worker.post().fruitless());
  }

  /** A process of use has left or begins to leave; returns when its number may have another. */
  long afterUse(Post post) {
    post.wasUseful();
    return agenda.now();
  }

  /** The same of a process that was of no use; the first time is free. */
  long afterNoUse(Post post) {
    post.countFruitless();
    return backOff(post.fruitless() - 1);
  }

  /**
   * The same of a process that has been sent all that it may have, and of which nobody knows yet.
   */
  long afterLastItem(Post post) {
    return backOff(post.fruitless());
  }

  private long backOff(int waits) {
    if (waits == 0) {
      return agenda.now();
    }
    long wait = FIRST_BACK_OFF_NANOS << Math.min(waits - 1, MAX_DOUBLINGS);
    return agenda.in(Math.min(wait, MAX_BACK_OFF_NANOS));
  }
}
