package dev.procession;

/**
 * The state of a worker.
 *
 * <pre>{@code
 * long busy = pool.workers().stream().filter(w -> w.state() == WorkerState.BUSY).count();
 * }</pre>
 */
public enum WorkerState {
  /**
   * Its process is being started and cannot run tasks yet. When a pool is opened, this includes
   * workers whose JVM is launched as soon as others have come up.
   */
  STARTING,
  /** It waits for tasks. */
  IDLE,
  /** It has at least one task. */
  BUSY,
  /** It takes no more tasks and is about to go. */
  LEAVING,
  /** It has no process; one is started when there is work for it. */
  GONE
}
