package dev.procession.scheduler;

import dev.procession.scheduler.WorkerState.Dismissed;
import dev.procession.scheduler.WorkerState.Starting;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of retiring processes: when the successor may start, and when the process exits.
 *
 * <p>A retiring process frees its slot at once, so that the successor starts while it finishes its
 * chunks. It exits when it holds no chunk and no successor is about to become ready.
 */
final class Replacement {
  private final StartQueue startQueue;
  private final Dispatcher dispatcher;
  // Retiring processes that have changed; checked at the end of each event.
  private final LinkedHashSet<ActiveWorker> changed = new LinkedHashSet<>();

  Replacement(StartQueue startQueue, Dispatcher dispatcher) {
    this.startQueue = startQueue;
    this.dispatcher = dispatcher;
  }

  /** Sends a process no more items and frees its slot, unless the slot has two processes. */
  void retire(ActiveWorker process, ExitReason reason) {
    process.retire(reason);
    dispatcher.refresh(process);
    changed.add(process);
    stepAside(process.worker());
  }

  /** Frees the slot of an exiting process, unless the slot already has a predecessor. */
  void stepAside(Worker worker) {
    WorkerSlot slot = worker.slot();
    if (slot.predecessor() != null || slot.present() != worker) {
      return;
    }
    startQueue.arrange(slot);
    if (worker.state() instanceof ActiveWorker process && process.isRetiring()) {
      slot.stepAside(afterRetiring(slot, process));
    } else if (worker.state() instanceof Dismissed process) {
      slot.stepAside(process.wasUseful() ? startQueue.afterUse(slot) : startQueue.afterNoUse(slot));
    }
    startQueue.arrange(slot);
  }

  private long afterRetiring(WorkerSlot slot, ActiveWorker process) {
    if (process.wasUseful()) {
      return startQueue.afterUse(slot);
    }
    return process.isSpent() ? startQueue.afterLastItem(slot) : startQueue.afterNoUse(slot);
  }

  /** Called when the chunks a process holds change: its successor may be waiting for them. */
  void holdingChanged(Worker worker) {
    WorkerSlot slot = worker.slot();
    if (worker.state() instanceof ActiveWorker process && process.isRetiring()) {
      changed.add(process);
    }
    if (worker == slot.predecessor() && !slot.isHeldUp()) {
      freePresent(slot);
    }
  }

  /** Called when the current worker has become ready, or will not become ready. */
  void presentChanged(WorkerSlot slot) {
    startQueue.arrange(slot);
    Worker predecessor = slot.predecessor();
    if (predecessor != null && predecessor.state() instanceof ActiveWorker process) {
      changed.add(process);
    }
  }

  void predecessorExited(WorkerSlot slot) {
    slot.predecessorExited();
    freePresent(slot);
    stepAside(slot.present());
  }

  private void freePresent(WorkerSlot slot) {
    startQueue.arrange(slot);
    if (slot.present().state() instanceof ActiveWorker process) {
      dispatcher.refresh(process);
    }
  }

  /** Returns and clears the retiring processes that may exit now. */
  List<ActiveWorker> takeLeavers() {
    if (changed.isEmpty()) {
      return List.of();
    }
    List<ActiveWorker> leavers = changed.stream().filter(Replacement::mayLeave).toList();
    changed.clear();
    return leavers;
  }

  private static boolean mayLeave(ActiveWorker process) {
    Worker worker = process.worker();
    return worker.state() == process
        && process.isRetiring()
        && process.held().isEmpty()
        && !(successor(worker) instanceof Starting);
  }

  private static @Nullable WorkerState successor(Worker worker) {
    WorkerSlot slot = worker.slot();
    return worker == slot.predecessor() ? slot.present().state() : null;
  }
}
