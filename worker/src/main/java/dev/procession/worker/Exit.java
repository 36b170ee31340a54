package dev.procession.worker;

/**
 * How this process ends.
 *
 * <p>A seam: the real one, in {@link Main}, never returns; tests record what was asked for, so
 * whoever calls a method here must be done afterwards.
 */
interface Exit {
  /** The input has ended, or the output broke: the coordinator is gone. */
  int COORDINATOR_GONE = 70;

  /** The coordinator sent what no coordinator may send. */
  int PROTOCOL_BROKEN = 71;

  /** The worker itself failed, most likely for want of memory, and can no longer keep its word. */
  int UNABLE = 72;

  /** The channel could not be opened, or the initializer failed. */
  int START_FAILED = 74;

  /** Shutdown hooks, after a task's {@code System.exit} or a signal, did not end in time. */
  int HOOKS_HANG = 75;

  /** Ends the process at once: no shutdown hooks, whatever any thread does or holds. */
  void halt(int code);

  /** Ends the process as a program does that is done, shutdown hooks included. */
  void exit(int code);

  /** Has something done, quickly, when this JVM's shutdown begins, whoever begins it. */
  void atShutdown(Runnable action);

  /**
   * Kills all processes that tasks have started, and theirs, also those whose own parent is gone as
   * far as the system shows them.
   */
  void killDescendants();

  /**
   * Says why on standard error, then halts.
   *
   * @param code the exit code
   * @param why one line
   */
  void fail(int code, String why);
}
