package dev.procession.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * One of the pool's N slots: its current worker, and the previous one until that has exited.
 *
 * <p>A retiring process becomes the previous one, unless there is already a previous one, so a slot
 * never has more than two processes. The current one gets no chunk as long as the previous one
 * holds one.
 */
final class WorkerSlot {
  private final int id;
  // All that follow are written by the scheduler's thread only.
  private int generation;
  private Worker present;
  private @Nullable Worker predecessor;
  private boolean surplus;
  private int fruitless;
  private long completed;

  WorkerSlot(int id) {
    this.id = id;
    this.present = new Worker(this, new WorkerState.Vacant(0));
  }

  int id() {
    return id;
  }

  Worker present() {
    return present;
  }

  /** The previous process, if it has not exited. */
  @Nullable Worker predecessor() {
    return predecessor;
  }

  /** The worker whose process has the key; null when that process is gone. */
  @Nullable Worker find(WorkerKey key) {
    if (present.hasProcess(key)) {
      return present;
    }
    return predecessor != null && predecessor.hasProcess(key) ? predecessor : null;
  }

  /** Whether the current worker must wait for the chunks of the previous one. */
  boolean isHeldUp() {
    return predecessor != null && !predecessor.held().isEmpty();
  }

  /** Whether the pool has fewer workers now, so that no process is started for this number. */
  boolean isSurplus() {
    return surplus;
  }

  void surplus(boolean isSurplus) {
    surplus = isSurplus;
  }

  /** Whether there is a process of this number. */
  boolean hasProcess() {
    return predecessor != null || !(present.state() instanceof WorkerState.Vacant);
  }

  /** The number of processes that this slot has had. */
  int generation() {
    return generation;
  }

  WorkerKey nextKey() {
    return new WorkerKey(id, ++generation);
  }

  /** The current process becomes the previous one; its successor may be started at a given time. */
  void stepAside(long startableAt) {
    if (predecessor != null) {
      throw new AssertionError("a third process of worker " + id);
    }
    predecessor = present;
    present = new Worker(this, new WorkerState.Vacant(startableAt));
  }

  void predecessorExited() {
    predecessor = null;
  }

  /** The current process has exited; the next one may be started at a given time. */
  void presentExited(long startableAt) {
    present = new Worker(this, new WorkerState.Vacant(startableAt));
  }

  /** The number of consecutive processes that ended without useful work. */
  int fruitless() {
    return fruitless;
  }

  void countFruitless() {
    fruitless++;
  }

  void wasUseful() {
    fruitless = 0;
  }

  /** The number of delivered items of this slot's processes. */
  long completed() {
    return completed;
  }

  void countCompleted(int items) {
    completed += items;
  }
}
