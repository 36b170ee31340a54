package dev.procession.cli;

/** How the command ends, as its caller sees it. */
enum ExitCode {
  /** Everything was done; or nobody reads the results any more ({@code | head}). */
  DONE(0),
  /** An item failed, or the input or the output did. */
  SOME_FAILED(1),
  /** The command line is wrong, or the function does not compile. */
  USAGE(2),
  /** No worker could be started. */
  NO_POOL(3),
  /** Ctrl-C: 128 and the number of the signal, as shells count. */
  INTERRUPTED(130);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
