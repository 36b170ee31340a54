package dev.procession.cli.result;

import dev.procession.HostLostException;
import dev.procession.ProcessionException;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.cli.program.ProgramFailure;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an item ended, as a shell reports it.
 *
 * @param exitValue 0 for success only
 * @param signal the signal that killed the worker, or 0
 * @param pid the worker's process; empty if unknown
 * @param host the name of its host; empty for this machine
 */
record ItemExit(int exitValue, int signal, OptionalLong pid, Optional<String> host) {
  private static final int FAILED = 1;

  /** The offset of signals in a shell's exit values. */
  private static final int SIGNALLED = 128;

  /** The value that GNU parallel writes for a timeout, to distinguish it from a failure. */
  private static final int TIMED_OUT = -1;

  private static final int TERMINATED = 15;

  static ItemExit success(long pid, Optional<String> host) {
    return new ItemExit(0, 0, OptionalLong.of(pid), host);
  }

  static ItemExit of(ProcessionException error) {
    if (error instanceof WorkerCrashedException crash) {
      return ofCrash(crash);
    }
    if (error instanceof TaskFailedException thrown) {
      Optional<ProgramFailure> program = programFailure(thrown);
      if (program.isPresent()) {
        return new ItemExit(
            program.get().exitCode(), 0, OptionalLong.of(thrown.pid()), thrown.host());
      }
      return new ItemExit(FAILED, 0, OptionalLong.of(thrown.pid()), thrown.host());
    }
    return error instanceof TaskTimeoutException timeout
        ? new ItemExit(TIMED_OUT, TERMINATED, OptionalLong.of(timeout.pid()), timeout.host())
        : new ItemExit(FAILED, 0, OptionalLong.empty(), lostWith(error));
  }

  private static Optional<String> lostWith(ProcessionException error) {
    return error instanceof HostLostException lost ? Optional.of(lost.host()) : Optional.empty();
  }

  /** The program's failure that an item's is, if it is one. */
  static Optional<ProgramFailure> programFailure(ProcessionException error) {
    Throwable cause = error.getCause();
    if (cause instanceof MeasuredFailure measured) {
      cause = measured.getCause();
    }
    return cause instanceof ProgramFailure program ? Optional.of(program) : Optional.empty();
  }

  /** Exiting with 0 during an item is not a success. */
  private static ItemExit ofCrash(WorkerCrashedException crash) {
    int left = crash.exitCode().orElse(FAILED);
    int signal = crash.signal().isPresent() && left > SIGNALLED ? left - SIGNALLED : 0;
    return new ItemExit(
        left == 0 ? FAILED : left, signal, OptionalLong.of(crash.pid()), crash.host());
  }
}
