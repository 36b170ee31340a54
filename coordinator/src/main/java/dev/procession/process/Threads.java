package dev.procession.process;

/**
 * Makes the threads of a pool's processes and callbacks. A seam, because tests cannot have a system
 * that is out of threads.
 */
interface Threads {
  /**
   * A daemon, not started yet.
   *
   * @param stackBytes how deep its stack may be; 0 for the JVM's default
   */
  Thread daemon(String name, Runnable body, long stackBytes);

  /** The threads of this JVM. */
  static Threads ofThisJvm() {
    return (name, body, stackBytes) -> {
      Thread thread = new Thread(null, body, name, stackBytes);
      thread.setDaemon(true);
      return thread;
    };
  }
}
