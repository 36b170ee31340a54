package dev.procession;

/**
 * Receives events of a pool and its workers, for example for logs, metrics or a live status page.
 * Each method does nothing unless it is overridden.
 *
 * <pre>{@code
 * PoolListener log =
 *     new PoolListener() {
 *       @Override
 *       public void workerExited(WorkerInfo worker, WorkerExit exit) {
 *         System.err.println("worker " + worker.id() + " (pid " + worker.pid() + "): " + exit);
 *       }
 *     };
 * ProcessPool pool = ProcessPool.builder().listener(log).build();
 * }</pre>
 *
 * <p>The methods are called in the coordinator, on threads that the pool keeps for callbacks: in
 * the order in which things happened, one call at a time for each listener, and soon after it
 * happened, so that by then the pool may have moved on. They may use the pool. A call that takes
 * long delays the later calls of this listener and nothing else. One that is more than 1024 events
 * behind is not told of what happens until it has caught up, which is logged; {@link
 * #poolTerminated} always comes. What a method throws is logged, and changes nothing.
 *
 * <p>Of single tasks there are no events, since there can be millions in a second: {@link
 * ProcessPool#stats} counts them, {@link MapOptions#onProgress} follows one call, and a future or
 * an {@link Outcome} says how one ended.
 */
public interface PoolListener {
  /**
   * A worker process is about to be launched: the first of its number, a replacement, or another
   * try. It will be ready, or exit.
   *
   * @param worker the worker; its pid is 0, because there is no process yet
   */
  default void workerStarting(WorkerInfo worker) {}

  /**
   * A worker has been launched, has run the initializer, and can run tasks from now on.
   *
   * @param worker the worker
   */
  default void workerReady(WorkerInfo worker) {}

  /**
   * A worker process has ended, or could not be launched. The last event of this process; while a
   * worker is replaced as planned, its replacement may be starting or ready before.
   *
   * @param worker the worker as it was, without its process: its state is {@link WorkerState#GONE}
   *     and its pid the one that it had, or 0 if it could not be launched
   * @param exit how it ended
   */
  default void workerExited(WorkerInfo worker, WorkerExit exit) {}

  /**
   * No worker can be started, several tries having failed: the pool is of no use any more, and all
   * its tasks get this exception. It is still to be closed.
   *
   * @param error why
   */
  default void poolFailed(WorkerStartException error) {}

  /**
   * There has been no host for too long: the pool is of no use any more, and all its tasks get this
   * exception. It is still to be closed.
   *
   * @param error why
   */
  default void poolFailed(HostsLostException error) {}

  /**
   * A host can be used: workers are launched there from now on. Told of pools on several hosts
   * only.
   *
   * @param host its name, as it was given to the pool
   */
  default void hostJoined(String host) {}

  /**
   * A host was lost, and all its workers with it; or it could not be used. It is tried again and
   * again, and {@link #hostJoined} told when it is there.
   *
   * @param host its name, as it was given to the pool
   * @param reason what happened
   */
  default void hostLost(String host, String reason) {}

  /**
   * The pool was shut down, all its tasks have ended and no process is left. The last event. {@link
   * ProcessPool#close} does not wait for it.
   *
   * @param stats what the pool has done
   */
  default void poolTerminated(PoolStats stats) {}
}
