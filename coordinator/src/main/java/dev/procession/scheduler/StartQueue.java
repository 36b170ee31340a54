package dev.procession.scheduler;

import dev.procession.scheduler.WorkerState.Gone;
import dev.procession.scheduler.WorkerState.Starting;
import dev.procession.scheduler.WorkerState.Vacant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order in which processes are started, and the backoff after processes that did no useful
 * work.
 *
 * <p>If processes are started on demand only, a successor that must wait for the chunks of its
 * predecessor is the last choice.
 */
final class StartQueue {
  /** After this many consecutive failed starts, with no process left, the pool gives up. */
  static final int FAILURES_BEFORE_GIVING_UP = 3;

  /** The same once a worker has become ready, which shows that the launch settings can work. */
  static final int FAILURES_ONCE_READY = 10;

  /** The same if the program's files have changed since then. */
  static final int FAILURES_ONCE_BROKEN = 5;

  /** The first delay after a process that did no useful work; it doubles each time. */
  static final long FIRST_BACK_OFF_NANOS = 100_000_000;

  static final long MAX_BACK_OFF_NANOS = 10_000_000_000L;

  private static final int MAX_DOUBLINGS = 10;

  private final Jobs jobs;
  private final Dispatcher dispatcher;
  private final LaunchLimit launches;
  private final Alarms alarms;
  private final LinkedHashSet<Worker> startable = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> startableBehind = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> starting = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> startingBehind = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> readyBehind = new LinkedHashSet<>();
  // Written by the scheduler's thread only.
  private int failures;
  private long nextTryAt;
  private boolean everReady;
  private boolean isProgramBroken;

  StartQueue(Jobs jobs, Dispatcher dispatcher, LaunchLimit launches, Alarms alarms) {
    this.jobs = jobs;
    this.dispatcher = dispatcher;
    this.launches = launches;
    this.alarms = alarms;
  }

  /** Updates the queues after a change to the current worker of a slot. */
  void arrange(WorkerSlot slot) {
    Worker worker = slot.present();
    WorkerState state = worker.state();
    boolean isStartable = false;
    if (state instanceof Vacant vacant) {
      boolean isDue = vacant.startableAt() <= alarms.now();
      isStartable = isDue && !slot.isSurplus();
      if (!isDue) {
        alarms.arm(worker, vacant.startableAt());
      }
    }
    if (state instanceof ActiveWorker) {
      launches.ready(worker);
    } else if (state instanceof Gone) {
      launches.exited(worker);
    }
    boolean isStarting = state instanceof Starting;
    boolean isReady = state instanceof ActiveWorker process && !process.isRetiring();
    place(startable, worker, isStartable && !slot.isHeldUp());
    place(startableBehind, worker, isStartable && slot.isHeldUp());
    place(starting, worker, isStarting);
    place(startingBehind, worker, isStarting && slot.isHeldUp());
    place(readyBehind, worker, isReady && slot.isHeldUp());
  }

  private static void place(Set<Worker> set, Worker worker, boolean belongs) {
    if (belongs) {
      set.add(worker);
    } else {
      set.remove(worker);
    }
  }

  /** The worker whose process should be started now, or null. */
  @Nullable Worker next(Staffing staffing) {
    if (staffing == Staffing.NONE || launches.areFull()) {
      return null;
    }
    boolean isFull = staffing == Staffing.FULL;
    long waiting = jobs.queuedItems();
    int takers = dispatcher.idleWorkers() + starting.size() - startingBehind.size();
    if (!startable.isEmpty()) {
      // Slots that never had a process come first.
      Worker first = startable.iterator().next();
      boolean isDue = staffing == Staffing.EACH_ONCE && first.slot().generation() == 0;
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

  /** Records that the process of a worker is launched now. */
  WorkerKey begin(Worker worker) {
    launches.begin(worker);
    return worker.start(alarms.now());
  }

  /** The number of workers that have been started and are not ready. */
  List<Worker> starting() {
    return List.copyOf(starting);
  }

  void ready() {
    failures = 0;
    nextTryAt = 0;
    everReady = true;
    isProgramBroken = false;
  }

  /**
   * The number of consecutive failed starts. Processes started in parallel, or before the delay
   * after a failure is over, count as one, so the time until the pool gives up does not depend on
   * the number of workers.
   */
  int failures() {
    return failures;
  }

  boolean haveFailedOften() {
    if (!everReady) {
      return failures >= FAILURES_BEFORE_GIVING_UP;
    }
    return failures >= (isProgramBroken ? FAILURES_ONCE_BROKEN : FAILURES_ONCE_READY);
  }

  /** Handles an exit before ready; returns when the slot may start another process. */
  long afterFailure(Worker worker, ExitCause cause) {
    isProgramBroken |= cause == ExitCause.BROKEN_PROGRAM;
    if (worker.startedAt() >= nextTryAt) {
      failures++;
      nextTryAt = backOff(failures);
    }
    worker.slot().countFruitless();
    return backOff(worker.slot().fruitless());
  }

  /** Handles the end of a useful process; returns when the slot may start another. */
  long afterUse(WorkerSlot slot) {
    slot.wasUseful();
    return alarms.now();
  }

  /** The same for a process that was lost with its host, of which nothing follows. */
  long afterHostLoss() {
    return alarms.now();
  }

  /** The same for one that no host had room for. */
  long afterNoPlace() {
    return alarms.in(FIRST_BACK_OFF_NANOS);
  }

  /** The same for a process that did no useful work; the first time there is no delay. */
  long afterNoUse(WorkerSlot slot) {
    slot.countFruitless();
    return backOff(slot.fruitless() - 1);
  }

  /** The same for a process that has been sent its last permitted item and has not answered yet. */
  long afterLastItem(WorkerSlot slot) {
    return backOff(slot.fruitless());
  }

  private long backOff(int waits) {
    if (waits == 0) {
      return alarms.now();
    }
    long wait = FIRST_BACK_OFF_NANOS << Math.min(waits - 1, MAX_DOUBLINGS);
    return alarms.in(Math.min(wait, MAX_BACK_OFF_NANOS));
  }
}
