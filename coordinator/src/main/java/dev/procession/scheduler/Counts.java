package dev.procession.scheduler;

/** Counters since the pool was opened. */
final class Counts {
  // All are written by the scheduler's thread only.
  private long tasksCompleted;
  private long tasksFailed;
  private long tasksRetried;
  private long workersStarted;
  private long workersLost;

  void delivered(int items) {
    tasksCompleted += items;
  }

  void failed(int items) {
    tasksFailed += items;
  }

  void retried(int items) {
    tasksRetried += items;
  }

  void started() {
    workersStarted++;
  }

  void lost() {
    workersLost++;
  }

  long tasksCompleted() {
    return tasksCompleted;
  }

  long tasksFailed() {
    return tasksFailed;
  }

  long tasksRetried() {
    return tasksRetried;
  }

  long workersStarted() {
    return workersStarted;
  }

  long workersLost() {
    return workersLost;
  }
}
