package dev.procession.scheduler;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process in one of the pool's slots, from the wait for its start to its exit.
 *
 * <p>The states and transitions are in the package's description.
 */
final class Worker {
  private final WorkerSlot slot;
  // All that follow are written by the scheduler's thread only.
  private WorkerState state;
  private @Nullable WorkerKey key;
  private long startedAt;
  private boolean armed;
  private long armedAt;

  Worker(WorkerSlot slot, WorkerState.Vacant state) {
    this.slot = slot;
    this.state = state;
  }

  WorkerSlot slot() {
    return slot;
  }

  WorkerState state() {
    return state;
  }

  void become(WorkerState next) {
    state = next;
  }

  /** Called when the process is started. */
  WorkerKey start(long now) {
    startedAt = now;
    WorkerKey started = slot.nextKey();
    key = started;
    return started;
  }

  /** Empty until the process is started. */
  Optional<WorkerKey> key() {
    return Optional.ofNullable(key);
  }

  boolean hasProcess(WorkerKey asked) {
    return asked.equals(key);
  }

  /** When the process was started, if it has been. */
  long startedAt() {
    return startedAt;
  }

  /** Whether this process has answered before; those being killed do not matter any more. */
  boolean hasAnswered() {
    return !(state instanceof ActiveWorker process) || process.wasUseful();
  }

  /** The chunks that the process has been sent and has not answered. */
  HeldChunks held() {
    if (state instanceof ActiveWorker process) {
      return process.held();
    }
    return state instanceof WorkerState.Killed killed ? killed.held() : new HeldChunks();
  }

  /** Whether its messages are handled rather than ignored. */
  boolean isBelieved() {
    return !(state instanceof WorkerState.Killed killed)
        || killed.reason() != KillReason.MISBEHAVED;
  }

  boolean isArmedBefore(long at) {
    return armed && armedAt <= at;
  }

  boolean isArmedAt(long at) {
    return armed && armedAt == at;
  }

  void arm(long at) {
    armed = true;
    armedAt = at;
  }

  void disarm() {
    armed = false;
  }
}
