package dev.procession.worker;

/**
 * Ends this process.
 *
 * <p>An interface for tests: the implementation in {@link Main} never returns, but tests only
 * record the call, so callers must return afterwards.
 */
interface ProcessExit {
  /** The input has ended, or the output broke: the coordinator is gone. */
  int COORDINATOR_GONE = 70;

  /** The coordinator violated the protocol. */
  int PROTOCOL_BROKEN = 71;

  /** The worker itself failed, most likely for lack of memory, and cannot continue. */
  int UNABLE = 72;

  /** The channel could not be opened, or the initializer failed. */
  int START_FAILED = 74;

  /** Shutdown hooks, after a task's {@code System.exit} or a signal, did not end in time. */
  int HOOKS_HANG = 75;

  /** An object of a {@code PerWorker} could not be closed in time. */
  int CLOSE_HANGS = 76;

  /** Ends the process at once: no shutdown hooks, whatever any thread does or holds. */
  void halt(int code);

  /** Ends the process normally, including shutdown hooks. */
  void exit(int code);

  /** Registers a quick action for the start of this JVM's shutdown, whatever causes it. */
  void atShutdown(Runnable action);

  /**
   * Kills all processes that tasks have started, and their descendants, even if their parent has
   * exited, as far as the system shows them.
   */
  void killDescendants();

  /**
   * Lets the processes be killed that tasks start from now until the end of this process. For an
   * end without a coordinator, which does so otherwise.
   */
  void killLateBirths();

  /**
   * Prints the reason to standard error, then halts.
   *
   * @param code the exit code
   * @param why the reason, one line
   */
  void fail(int code, String why);
}
