package dev.procession.scheduler;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counters since the pool was opened. */
final class Counts {
  // All are written by the scheduler's thread only.
  private long tasksCompleted;
  private long tasksFailed;
  private long tasksRetried;
  private long workersStarted;
  private long workersLost;
  private final Map<ExitReason, Long> exits = new EnumMap<>(ExitReason.class);

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

  void exited(ExitReason reason) {
    exits.merge(reason, 1L, Long::sum);
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

  /** A copy; what has not happened is not in it. */
  Map<ExitReason, Long> exits() {
    return Collections.unmodifiableMap(new EnumMap<>(exits));
  }
}
