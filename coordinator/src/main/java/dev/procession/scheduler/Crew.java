package dev.procession.scheduler;

import dev.procession.scheduler.Recovery.Blame;
import dev.procession.scheduler.WorkerState.Dismissed;
import dev.procession.scheduler.WorkerState.Killed;
import dev.procession.scheduler.WorkerState.Starting;
import dev.procession.scheduler.WorkerState.Vacant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The workers' lives: who is started, replaced, asked to leave, killed. */
final class Crew {
  /** So many tries in a row that do not get ready, with none alive, and the pool gives up. */
  static final int START_FAILURES_BEFORE_GIVING_UP = 3;

  /**
   * The same for a pool that has had a worker: what it is given to start with cannot be all wrong.
   */
  static final int START_FAILURES_ONCE_READY = 10;

  /** The first wait of a worker whose processes die before they are of use; it doubles. */
  static final long FIRST_BACK_OFF_NANOS = 100_000_000;

  static final long MAX_BACK_OFF_NANOS = 10_000_000_000L;

  private static final int MAX_DOUBLINGS = 10;

  private final SchedulerOptions options;
  private final Dispatcher dispatcher;
  private final Watch watch;
  private final Chunks chunks;
  private final Recovery recovery;
  private final Agenda agenda;
  private final Outbox outbox;
  private final Counts counts;
  private final List<Worker> workers = new ArrayList<>();
  private final LinkedHashSet<Worker> startable = new LinkedHashSet<>();
  private final LinkedHashSet<Worker> starting = new LinkedHashSet<>();
  // Written by the scheduler's thread only.
  private int active;
  private int processes;
  private int startFailures;
  private boolean everReady;

  Crew(SchedulerOptions options, Parts parts) {
    this.options = options;
    this.dispatcher = parts.dispatcher();
    this.watch = parts.watch();
    this.chunks = parts.chunks();
    this.recovery = new Recovery(parts.jobs(), parts.chunks());
    this.agenda = parts.agenda();
    this.outbox = parts.outbox();
    this.counts = parts.counts();
    for (int id = 0; id < options.workers(); id++) {
      workers.add(new Worker(id));
    }
    startable.addAll(workers);
  }

  List<Worker> workers() {
    return workers;
  }

  /** The worker whose present process has the key; null when that process is gone. */
  @Nullable Worker find(WorkerKey key) {
    if (key.workerId() < 0 || key.workerId() >= workers.size()) {
      return null;
    }
    Worker worker = workers.get(key.workerId());
    boolean isPresent =
        worker.generation() == key.generation() && !(worker.state() instanceof Vacant);
    return isPresent ? worker : null;
  }

  int processes() {
    return processes;
  }

  int startingWorkers() {
    return starting.size();
  }

  /** How many tries in a row did not get ready; what starts side by side is one try. */
  int startFailures() {
    return startFailures;
  }

  /** Whether no process is there and none can be expected to get ready. */
  boolean isHopeless() {
    return hasFailedOften() && processes == 0;
  }

  private boolean hasFailedOften() {
    return startFailures
        >= (everReady ? START_FAILURES_ONCE_READY : START_FAILURES_BEFORE_GIVING_UP);
  }

  void startWhile(BooleanSupplier areWanted) {
    while (!startable.isEmpty() && !isHoldingBack() && areWanted.getAsBoolean()) {
      Worker worker = startable.iterator().next();
      startable.remove(worker);
      WorkerKey key = worker.nextKey(startFailures);
      long readyBy = agenda.in(options.startTimeoutNanos());
      worker.become(new Starting(key, readyBy));
      starting.add(worker);
      processes++;
      counts.started();
      agenda.arm(worker, readyBy);
      outbox.add(new Command.StartWorker(key));
    }
  }

  /** After failures in a row the processes under way decide whether the pool is of any use. */
  private boolean isHoldingBack() {
    return hasFailedOften() && active == 0 && processes > 0;
  }

  void ready(Worker worker) {
    if (worker.state() instanceof Starting state) {
      starting.remove(worker);
      Active process = new Active(worker, state.key());
      worker.become(process);
      active++;
      startFailures = 0;
      everReady = true;
      dispatcher.refresh(process);
    }
  }

  /** Puts a process where it belongs after anything about it changed. */
  void review(Active process) {
    watch.review(process);
    if (process.isRetiring() && process.holding().isEmpty()) {
      dismiss(process);
    } else {
      dispatcher.refresh(process);
    }
  }

  void retire(Active process) {
    process.retire();
    HeldChunk first = process.holding().first();
    HeldChunk second = process.holding().second();
    if (second != null) {
      chunks.revoke(process.key(), second);
    }
    if (first != null && first.notStarted() > 0) {
      chunks.revoke(process.key(), first);
    }
    review(process);
  }

  void dismiss(Active process) {
    dispatcher.forget(process);
    active--;
    long goneBy = agenda.in(options.shutdownGraceNanos());
    process.worker().become(new Dismissed(process.key(), goneBy, process.wasUseful()));
    agenda.arm(process.worker(), goneBy);
    outbox.add(new Command.DismissWorker(process.key()));
  }

  /** Everybody who has nothing to do leaves. */
  void dismissIdle() {
    for (Active process = dispatcher.firstIdle(); process != null; ) {
      dismiss(process);
      process = dispatcher.firstIdle();
    }
    for (Worker worker : List.copyOf(starting)) {
      kill(worker, KillReason.NOT_NEEDED);
    }
  }

  void killAll() {
    for (Worker worker : workers) {
      kill(worker, KillReason.NOT_NEEDED);
    }
  }

  void misbehaved(Worker worker) {
    boolean atStart = worker.state() instanceof Starting;
    kill(worker, atStart ? KillReason.MISBEHAVED_AT_START : KillReason.MISBEHAVED);
  }

  /** Kills the process of a worker, if there is one and it has not been killed. */
  private void kill(Worker worker, KillReason reason) {
    WorkerState state = worker.state();
    WorkerKey key;
    Holding holding = new Holding();
    if (state instanceof Starting process) {
      key = process.key();
      starting.remove(worker);
    } else if (state instanceof Active process) {
      key = process.key();
      holding = process.holding();
      dispatcher.forget(process);
      active--;
    } else if (state instanceof Dismissed process) {
      key = process.key();
    } else {
      return;
    }
    worker.become(new Killed(key, holding, reason));
    outbox.add(new Command.KillWorker(key, reason.text(options)));
  }

  /** Takes note of a process's end; returns whether it ended before it was ready. */
  boolean exited(Worker worker, Event.WorkerExited exit) {
    WorkerState state = worker.state();
    boolean failedToStart = false;
    boolean wasUseful = true;
    if (state instanceof Starting) {
      starting.remove(worker);
      failedToStart = true;
    } else if (state instanceof Active process) {
      dispatcher.forget(process);
      active--;
      counts.lost();
      boolean foundCause = recovery.recover(process.holding(), exit, Blame.RUNNING);
      wasUseful = foundCause || process.wasUseful();
    } else if (state instanceof Dismissed process) {
      wasUseful = process.wasUseful();
    } else if (state instanceof Killed process) {
      failedToStart = isStartFailure(process.reason());
      wasUseful = killedExited(process, exit);
    } else {
      throw new AssertionError(state);
    }
    processes--;
    vacate(worker, failedToStart, wasUseful);
    return failedToStart;
  }

  private static boolean isStartFailure(KillReason reason) {
    return reason == KillReason.NOT_READY || reason == KillReason.MISBEHAVED_AT_START;
  }

  private boolean killedExited(Killed process, Event.WorkerExited exit) {
    Blame blame =
        switch (process.reason()) {
          case MISBEHAVED -> Blame.RUNNING;
          case UNRESPONSIVE -> Blame.UNKNOWN;
          default -> Blame.SETTLED;
        };
    boolean foundCause = recovery.recover(process.holding(), exit, blame);
    switch (process.reason()) {
      case MISBEHAVED, UNRESPONSIVE, ITEM_NOT_STOPPED -> counts.lost();
      default -> {}
    }
    return foundCause;
  }

  /** The number is free; who was of no use, again and again, is not replaced at once. */
  private void vacate(Worker worker, boolean failedToStart, boolean wasUseful) {
    int waits = 0;
    if (failedToStart) {
      // Processes that were started side by side fail together: that is one try, not many.
      startFailures += worker.startedAfterFailures() == startFailures ? 1 : 0;
      worker.countFruitless();
      waits = worker.fruitless();
    } else if (wasUseful) {
      worker.wasUseful();
    } else {
      worker.countFruitless();
      waits = worker.fruitless() - 1;
    }
    long startableAt = agenda.in(backOff(waits));
    worker.become(new Vacant(startableAt));
    if (startableAt <= agenda.now()) {
      startable.add(worker);
    } else {
      agenda.arm(worker, startableAt);
    }
  }

  private static long backOff(int waits) {
    if (waits == 0) {
      return 0;
    }
    long wait = FIRST_BACK_OFF_NANOS << Math.min(waits - 1, MAX_DOUBLINGS);
    return Math.min(wait, MAX_BACK_OFF_NANOS);
  }

  /** Does what is due for a worker whose alarm rang, or has it ring again. */
  void ring(Worker worker) {
    WorkerState state = worker.state();
    if (state instanceof Vacant vacant) {
      if (isDue(worker, vacant.startableAt())) {
        startable.add(worker);
      }
    } else if (state instanceof Starting process) {
      if (isDue(worker, process.readyBy())) {
        kill(worker, KillReason.NOT_READY);
      }
    } else if (state instanceof Active process) {
      KillReason reason = watch.ring(process);
      if (reason != null) {
        kill(worker, reason);
      } else {
        review(process);
      }
    } else if (state instanceof Dismissed process) {
      if (isDue(worker, process.goneBy())) {
        kill(worker, KillReason.DID_NOT_LEAVE);
      }
    }
  }

  private boolean isDue(Worker worker, long at) {
    if (at <= agenda.now()) {
      return true;
    }
    agenda.arm(worker, at);
    return false;
  }
}
