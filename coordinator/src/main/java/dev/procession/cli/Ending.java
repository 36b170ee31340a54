package dev.procession.cli;

import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import java.util.OptionalLong;

/**
 * How an item ended, in the terms of a shell.
 *
 * @param exitValue 0 for success only
 * @param signal the signal that killed the worker, or 0
 * @param pid the worker's process; empty where nobody knows which one it was
 */
record Ending(int exitValue, int signal, OptionalLong pid) {
  private static final int FAILED = 1;

  /** What a shell adds to a signal to make an exit value of it. */
  private static final int SIGNALLED = 128;

  /** What GNU parallel writes for a job that took too long, so that it is told from a failure. */
  private static final int TIMED_OUT = -1;

  private static final int TERMINATED = 15;

  static Ending success(long pid) {
    return new Ending(0, 0, OptionalLong.of(pid));
  }

  static Ending of(ProcessionException error) {
    if (error instanceof WorkerCrashedException crash) {
      return ofCrash(crash);
    }
    if (error instanceof TaskFailedException thrown) {
      return new Ending(FAILED, 0, OptionalLong.of(thrown.pid()));
    }
    return error instanceof TaskTimeoutException timeout
        ? new Ending(TIMED_OUT, TERMINATED, OptionalLong.of(timeout.pid()))
        : new Ending(FAILED, 0, OptionalLong.empty());
  }

  /** To leave with 0 in the middle of an item is no success. */
  private static Ending ofCrash(WorkerCrashedException crash) {
    int left = crash.exitCode().orElse(FAILED);
    int signal = crash.signal().isPresent() && left > SIGNALLED ? left - SIGNALLED : 0;
    return new Ending(left == 0 ? FAILED : left, signal, OptionalLong.of(crash.pid()));
  }
}
