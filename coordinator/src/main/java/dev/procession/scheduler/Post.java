package dev.procession.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * One of the pool's N numbers: the worker that has it at present, and the one before it as long as
 * that has not left.
 *
 * <p>A process that is to leave steps aside, if nobody has done so before it and is still there; so
 * a number never has more than two processes. The present one is not given anything as long as the
 * one before it holds something.
 */
final class Post {
  private final int id;
  // All that follow are written by the scheduler's thread only.
  private int generation;
  private Worker present;
  private @Nullable Worker predecessor;
  private int fruitless;
  private long completed;

  Post(int id) {
    this.id = id;
    this.present = new Worker(this, new WorkerState.Vacant(0));
  }

  int id() {
    return id;
  }

  Worker present() {
    return present;
  }

  /** The process that stepped aside and has not exited. */
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

  /** Whether the present worker must wait for what the one before it holds. */
  boolean isHeldUp() {
    return predecessor != null && !predecessor.holding().isEmpty();
  }

  /** How many processes had the number. */
  int generation() {
    return generation;
  }

  WorkerKey nextKey() {
    return new WorkerKey(id, ++generation);
  }

  /** The present process lives on beside its successor, which may be started at a given time. */
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

  /** The present process has exited; the next one may be started at a given time. */
  void presentExited(long startableAt) {
    present = new Worker(this, new WorkerState.Vacant(startableAt));
  }

  /** How many processes in a row ended without having been of any use. */
  int fruitless() {
    return fruitless;
  }

  void countFruitless() {
    fruitless++;
  }

  void wasUseful() {
    fruitless = 0;
  }

  /** Items of this number's processes that were delivered. */
  long completed() {
    return completed;
  }

  void countCompleted(int items) {
    completed += items;
  }
}
