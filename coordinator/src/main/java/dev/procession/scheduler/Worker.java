package dev.procession.scheduler;

/**
 * One of the pool's N workers: a number, and the state of the process that has it at present.
 *
 * <p>The states and who may follow whom are in the package's description.
 */
final class Worker {
  private final int id;
  // All that follow are written by the scheduler's thread only.
  private int generation;
  private int startedAfterFailures;
  private WorkerState state = new WorkerState.Vacant(0);
  private int fruitless;
  private long completed;
  private boolean armed;
  private long armedAt;

  Worker(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  int generation() {
    return generation;
  }

  WorkerState state() {
    return state;
  }

  void become(WorkerState next) {
    state = next;
  }

  /** The key of the process that is to be started now, after so many tries that failed. */
  WorkerKey nextKey(int startFailures) {
    startedAfterFailures = startFailures;
    return new WorkerKey(id, ++generation);
  }

  /** How many tries to start processes had failed when the present one was started. */
  int startedAfterFailures() {
    return startedAfterFailures;
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
