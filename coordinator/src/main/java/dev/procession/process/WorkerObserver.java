package dev.procession.process;

import dev.procession.scheduler.WorkerKey;

/**
 * Sees what becomes of the processes of one pool, as it happens.
 *
 * <p>It is told at once, on threads that the pool depends on, several at a time. So it must not
 * block, and is for code of ours only; what is for users is a listener, which is told later and may
 * miss what comes too fast for it.
 */
@FunctionalInterface
public interface WorkerObserver {
  /**
   * Something happens.
   *
   * @param worker to which process
   * @param what what
   */
  void saw(WorkerKey worker, WorkerSighting what);
}
