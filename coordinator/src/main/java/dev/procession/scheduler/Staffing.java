package dev.procession.scheduler;

/** How many of its numbers a pool wants to have a process. */
enum Staffing {
  /** None is started any more. */
  NONE,
  /** As many as there are items that wait and nobody to take them. */
  ON_DEMAND,
  /** The same, and each number's first. */
  EACH_ONCE,
  /** All. */
  FULL
}
