package dev.procession.scheduler;

import dev.procession.scheduler.Recovery.Blame;
import dev.procession.scheduler.WorkerState.Dismissed;
import dev.procession.scheduler.WorkerState.Gone;
import dev.procession.scheduler.WorkerState.Killed;
import dev.procession.scheduler.WorkerState.Starting;
import dev.procession.scheduler.WorkerState.Vacant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life cycle of workers: starts, replaces, dismisses and kills processes. */
final class WorkerLifecycle {
  private final SchedulerOptions options;
  private final Dispatcher dispatcher;
  private final Deadlines deadlines;
  private final Chunks chunks;
  private final Recovery recovery;
  private final StartQueue startQueue;
  private final Replacement replacement;
  private final Alarms alarms;
  private final Outbox outbox;
  private final Counts counts;
  private final List<WorkerSlot> slots = new ArrayList<>();
  // Written by the scheduler's thread only.
  private int active;
  private int processes;
  private int places = Integer.MAX_VALUE;

  WorkerLifecycle(
      SchedulerOptions options,
      Dispatcher dispatcher,
      Deadlines deadlines,
      Chunks chunks,
      Recovery recovery,
      StartQueue startQueue,
      Replacement replacement,
      Alarms alarms,
      Outbox outbox,
      Counts counts) {
    this.options = options;
    this.dispatcher = dispatcher;
    this.deadlines = deadlines;
    this.chunks = chunks;
    this.recovery = recovery;
    this.startQueue = startQueue;
    this.replacement = replacement;
    this.alarms = alarms;
    this.outbox = outbox;
    this.counts = counts;
    for (int id = 0; id < options.workers(); id++) {
      WorkerSlot slot = new WorkerSlot(id);
      slots.add(slot);
      startQueue.arrange(slot);
    }
  }

  List<WorkerSlot> slots() {
    return slots;
  }

  /** The worker whose process has the key; null when that process is gone. */
  @Nullable Worker find(WorkerKey key) {
    boolean exists = key.workerId() >= 0 && key.workerId() < slots.size();
    return exists ? slots.get(key.workerId()).find(key) : null;
  }

  /** The process, if it is ready for work and has not been dismissed or killed. */
  @Nullable ActiveWorker findActive(WorkerKey key) {
    Worker worker = find(key);
    return worker != null && worker.state() instanceof ActiveWorker process ? process : null;
  }

  /** Adds slots, or has the processes of surplus slots leave. */
  void resize(int workers) {
    while (slots.size() < workers) {
      slots.add(new WorkerSlot(slots.size()));
      startQueue.arrange(slots.get(slots.size() - 1));
    }
    for (WorkerSlot slot : slots) {
      boolean isSurplus = slot.id() >= workers;
      if (slot.isSurplus() != isSurplus) {
        slot.surplus(isSurplus);
        if (isSurplus) {
          letGo(slot.present(), ExitReason.NOT_NEEDED);
        }
        startQueue.arrange(slot);
      }
    }
  }

  private void letGo(Worker worker, ExitReason reason) {
    if (worker.state() instanceof Starting) {
      kill(worker, KillReason.NOT_NEEDED);
    } else if (worker.state() instanceof ActiveWorker process && !process.isRetiring()) {
      retire(process, reason);
    }
  }

  /** Lets a process go from its host, which says nothing about the process. */
  void leaveHost(Worker worker) {
    if (worker.state() instanceof ActiveWorker process) {
      process.countUseful();
    }
    letGo(worker, ExitReason.HOST_DRAINED);
  }

  int processes() {
    return processes;
  }

  /** How many processes there may be; those that there are stay. */
  void changePlaces(int count) {
    places = count;
  }

  /** The number of consecutive failed starts. */
  int startFailures() {
    return startQueue.failures();
  }

  /** Whether there is no process and starts have failed too often to expect one. */
  boolean isHopeless() {
    return startQueue.haveFailedOften() && processes == 0;
  }

  void startWanted(Staffing staffing) {
    for (Worker next = nextToStart(staffing); next != null; next = nextToStart(staffing)) {
      WorkerKey key = startQueue.begin(next);
      long readyBy = alarms.in(options.startTimeoutNanos());
      next.become(new Starting(key, readyBy));
      startQueue.arrange(next.slot());
      processes++;
      counts.started();
      alarms.arm(next, readyBy);
      outbox.add(new Command.StartWorker(key));
    }
  }

  private @Nullable Worker nextToStart(Staffing staffing) {
    // After consecutive failures, the processes being started decide whether the pool gives up.
    boolean isHoldingBack = startQueue.haveFailedOften() && active == 0 && processes > 0;
    return isHoldingBack || processes >= places ? null : startQueue.next(staffing);
  }

  void ready(Worker worker) {
    if (worker.state() instanceof Starting state) {
      ActiveWorker process = new ActiveWorker(worker, state.key(), options.maxTasksPerWorker());
      worker.become(process);
      active++;
      startQueue.ready();
      replacement.presentChanged(worker.slot());
      dispatcher.refresh(process);
    }
  }

  /** Updates deadlines and queues after a change to the chunks or the running item of a worker. */
  void review(Worker worker) {
    if (worker.state() instanceof ActiveWorker process) {
      deadlines.review(process);
      dispatcher.refresh(process);
    }
    replacement.holdingChanged(worker);
  }

  /** Revokes the items that a process has not started; it exits when it has finished the rest. */
  void retire(ActiveWorker process, ExitReason reason) {
    HeldChunk first = process.held().first();
    HeldChunk second = process.held().second();
    if (second != null) {
      chunks.revoke(process.key(), second);
    }
    if (first != null && first.notStarted() > 0) {
      chunks.revoke(process.key(), first);
    }
    replacement.retire(process, reason);
  }

  /**
   * Replaces the processes that have been sent their last permitted item, while they still run it.
   */
  void retireSpent() {
    for (ActiveWorker spent : dispatcher.takeSpent()) {
      replacement.retire(spent, ExitReason.MAX_TASKS);
    }
  }

  /** Dismisses retiring processes that are no longer needed, and those idle for too long. */
  void dismissDispensable() {
    replacement
        .takeLeavers()
        .forEach(process -> dismiss(process, process.wasUseful(), process.retiresFor()));
    for (ActiveWorker idle = dispatcher.overdue(); idle != null; idle = dispatcher.overdue()) {
      dismiss(idle, true, ExitReason.IDLE);
      replacement.stepAside(idle.worker());
    }
  }

  private void dismiss(ActiveWorker process, boolean wasUseful, ExitReason reason) {
    dispatcher.forget(process);
    active--;
    long goneBy = alarms.in(options.shutdownGraceNanos());
    Worker worker = process.worker();
    worker.become(new Dismissed(process.key(), goneBy, wasUseful, reason));
    startQueue.arrange(worker.slot());
    alarms.arm(worker, goneBy);
    outbox.add(new Command.DismissWorker(process.key()));
  }

  /** Dismisses every idle process and kills those still starting. */
  void dismissIdle() {
    for (ActiveWorker idle = dispatcher.firstIdle(); idle != null; idle = dispatcher.firstIdle()) {
      dismiss(idle, idle.wasUseful(), ExitReason.NOT_NEEDED);
    }
    for (Worker worker : startQueue.starting()) {
      kill(worker, KillReason.NOT_NEEDED);
    }
    dismissDispensable();
  }

  void killAll() {
    for (WorkerSlot slot : slots) {
      Worker predecessor = slot.predecessor();
      if (predecessor != null) {
        kill(predecessor, KillReason.NOT_NEEDED);
      }
      kill(slot.present(), KillReason.NOT_NEEDED);
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
    HeldChunks held = new HeldChunks();
    if (state instanceof Starting process) {
      key = process.key();
    } else if (state instanceof ActiveWorker process) {
      key = process.key();
      held = process.held();
      dispatcher.forget(process);
      active--;
    } else if (state instanceof Dismissed process) {
      key = process.key();
    } else {
      return;
    }
    worker.become(new Killed(key, held, reason));
    replacement.presentChanged(worker.slot());
    outbox.add(new Command.KillWorker(key, reason.text(options)));
  }

  /** Handles the exit of a process; returns whether it ended before it was ready. */
  boolean exited(Worker worker, Event.WorkerExited exit) {
    if (exit.cause() == ExitCause.HOST_LOST || exit.cause() == ExitCause.NO_PLACE) {
      wasNotItsFault(worker, exit);
      return false;
    }
    WorkerState state = worker.state();
    boolean failedToStart = false;
    boolean wasUseful = true;
    ExitReason reason;
    if (state instanceof Starting) {
      failedToStart = true;
      reason = ExitReason.START_FAILED;
    } else if (state instanceof ActiveWorker process) {
      dispatcher.forget(process);
      active--;
      counts.lost();
      reason = ExitReason.CRASHED;
      boolean foundCause = recovery.recover(worker, exit, Blame.RUNNING);
      wasUseful = foundCause || process.wasUseful();
    } else if (state instanceof Dismissed process) {
      wasUseful = process.wasUseful();
      reason = process.reason();
    } else if (state instanceof Killed process) {
      reason = process.reason().exit();
      failedToStart = isStartFailure(process.reason());
      wasUseful = killedExited(worker, process, exit);
    } else {
      throw new AssertionError(state);
    }
    counts.exited(reason);
    processes--;
    worker.become(new Gone());
    if (worker == worker.slot().predecessor()) {
      predecessorExited(worker.slot(), state, wasUseful);
    } else {
      presentExited(worker, failedToStart, exit.cause(), wasUseful);
    }
    return failedToStart;
  }

  /** The process is gone with its host, or none had room for it: that says nothing about it. */
  private void wasNotItsFault(Worker worker, Event.WorkerExited exit) {
    WorkerState state = worker.state();
    if (state instanceof ActiveWorker process) {
      dispatcher.forget(process);
      active--;
      counts.lost();
    }
    recovery.recoverFromHostLoss(worker.held(), exit);
    boolean noPlace = exit.cause() == ExitCause.NO_PLACE;
    counts.exited(noPlace ? ExitReason.NO_PLACE : ExitReason.HOST_LOST);
    processes--;
    worker.become(new Gone());
    WorkerSlot slot = worker.slot();
    if (worker == slot.predecessor()) {
      replacement.predecessorExited(slot);
    } else {
      startQueue.arrange(slot);
      slot.presentExited(noPlace ? startQueue.afterNoPlace() : startQueue.afterHostLoss());
      replacement.presentChanged(slot);
    }
  }

  private static boolean isStartFailure(KillReason reason) {
    return reason == KillReason.NOT_READY || reason == KillReason.MISBEHAVED_AT_START;
  }

  private boolean killedExited(Worker worker, Killed process, Event.WorkerExited exit) {
    Blame blame =
        switch (process.reason()) {
          case MISBEHAVED -> Blame.RUNNING;
          case UNRESPONSIVE -> Blame.UNKNOWN;
          default -> Blame.SETTLED;
        };
    boolean foundCause = recovery.recover(worker, exit, blame);
    switch (process.reason()) {
      case MISBEHAVED, UNRESPONSIVE, ITEM_NOT_STOPPED -> counts.lost();
      default -> {}
    }
    return foundCause;
  }

  private void predecessorExited(WorkerSlot slot, WorkerState lastState, boolean wasUseful) {
    if (wasUseful) {
      slot.wasUseful();
    } else if (!(lastState instanceof Dismissed)) {
      // A dismissed process that did no useful work was counted when it freed its slot.
      slot.countFruitless();
    }
    replacement.predecessorExited(slot);
  }

  /** Frees the slot; repeated exits without useful work delay the replacement. */
  private void presentExited(
      Worker worker, boolean failedToStart, ExitCause cause, boolean wasUseful) {
    WorkerSlot slot = worker.slot();
    startQueue.arrange(slot);
    if (failedToStart) {
      slot.presentExited(startQueue.afterFailure(worker, cause));
    } else {
      slot.presentExited(wasUseful ? startQueue.afterUse(slot) : startQueue.afterNoUse(slot));
    }
    replacement.presentChanged(slot);
  }

  /** Handles a worker's alarm, or sets it again if its deadline has moved. */
  void ring(Worker worker) {
    WorkerState state = worker.state();
    if (state instanceof Vacant) {
      startQueue.arrange(worker.slot());
    } else if (state instanceof Starting process) {
      if (isDue(worker, process.readyBy())) {
        kill(worker, KillReason.NOT_READY);
      }
    } else if (state instanceof ActiveWorker process) {
      KillReason reason = deadlines.ring(process);
      if (reason != null) {
        kill(worker, reason);
      } else {
        review(worker);
      }
    } else if (state instanceof Dismissed process) {
      if (isDue(worker, process.goneBy())) {
        kill(worker, KillReason.DID_NOT_LEAVE);
      }
    }
  }

  private boolean isDue(Worker worker, long at) {
    if (at <= alarms.now()) {
      return true;
    }
    alarms.arm(worker, at);
    return false;
  }
}
