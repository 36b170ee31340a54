package dev.procession.cli.console;

/** The exit codes of the command. */
public enum ExitCode {
  /** All items were done, or the reader of the results has closed the pipe ({@code | head}). */
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

  public int status() {
    return status;
  }
}
