package dev.procession.process.job;

/** Told why somebody may wait for ever. */
@FunctionalInterface
public interface WaitLog {
  /**
   * An input has given no items for long, because the thread that reads it waits for a lock.
   *
   * @param waitingAt the stack frame in which it waits
   */
  void inputWaitsForLock(String waitingAt);

  /**
   * A static initializer has been waiting for results for long; called again while it waits, by the
   * thread that waits.
   *
   * @param className the class that is being initialized
   * @throws IllegalStateException if the results wait for this thread
   */
  default void initializerWaits(String className) {}
}
