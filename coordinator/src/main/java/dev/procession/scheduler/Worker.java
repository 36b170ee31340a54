package dev.procession.scheduler;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of one of the pool's numbers, from the wait for its start to its exit.
 *
 * <p>The states and who may follow whom are in the package's description.
 */
final class Worker {
  private final Post post;
  // All that follow are written by the scheduler's thread only.
  private WorkerState state;
  private @Nullable WorkerKey key;
  private long startedAt;
  private boolean armed;
  private long armedAt;

  Worker(Post post, WorkerState.Vacant state) {
    this.post = post;
    this.state = state;
  }

  Post post() {
    return post;
  }

  WorkerState state() {
    return state;
  }

  void become(WorkerState next) {
    state = next;
  }

  /** The process is started now. */
  WorkerKey start(long now) {
    startedAt = now;
    WorkerKey started = post.nextKey();
    key = started;
    return started;
  }

  /** Empty as long as there is no process. */
  Optional<WorkerKey> key() {
    return Optional.ofNullable(key);
  }

  boolean hasProcess(WorkerKey asked) {
    return asked.equals(key);
  }

  /** When the process was started, if it was. */
  long startedAt() {
    return startedAt;
  }

  /** What the process has been sent and has not answered. */
  Holding holding() {
    if (state instanceof Active process) {
      return process.holding();
    }
    return state instanceof WorkerState.Killed killed ? killed.holding() : new Holding();
  }

  /** Whether its messages are looked at, rather than passed by. */
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
