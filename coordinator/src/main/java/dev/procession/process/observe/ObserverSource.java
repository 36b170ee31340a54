package dev.procession.process.observe;

/**
 * Makes observers of pools. A listener of a pool that is one as well is asked for an observer, and
 * told nothing as a listener.
 */
public interface ObserverSource {
  /**
   * The observer of a pool that is about to be opened. It may never be.
   *
   * @param poolName the name of the pool
   * @return what is told of it
   */
  WorkerObserver observer(String poolName);
}
