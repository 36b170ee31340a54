package dev.procession.scheduler;

/** How many of its numbers a pool wants to have a process. */
enum Staffing {
  /** None is started any more. */
  NONE,
  /** As many as there are items that wait and nobody to take them. */
  ON_DEMAND,
  /** All. */
  FULL
}
