package dev.procession.process.thread;

/**
 * Creates the threads of a pool's processes and callbacks. An interface, so that tests can simulate
 * a system without free threads.
 */
public interface Threads {
  /**
   * Creates a daemon thread without starting it.
   *
   * @param stackBytes how deep its stack may be; 0 for the JVM's default
   */
  Thread daemon(String name, Runnable body, long stackBytes);

  /** The threads of this JVM. */
  static Threads ofThisJvm() {
    // No lambda, since the first one costs a program's first pool its time.
    return new Threads() {
      @Override
      public Thread daemon(String name, Runnable body, long stackBytes) {
        Thread thread = new Thread(null, body, name, stackBytes);
        thread.setDaemon(true);
        return thread;
      }
    };
  }
}
