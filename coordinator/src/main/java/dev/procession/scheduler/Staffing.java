package dev.procession.scheduler;

/** How many of its slots a pool wants to fill with processes. */
enum Staffing {
  /** No process is started any more. */
  NONE,
  /** One for each queued item without a worker. */
  ON_DEMAND,
  /** The same, and the first process of each slot. */
  EACH_ONCE,
  /** All. */
  FULL
}
