package dev.procession.cli.program;

/** A program ended with another exit code than 0. */
public final class ProgramFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** The exit code. */
  private final int exitCode;

  /** What it had printed, as {@link ProgramOutput#text}. */
  private final String output;

  /**
   * A failure.
   *
   * @param exitCode how it ended
   * @param output what it had printed
   */
  ProgramFailure(int exitCode, ProgramOutput output) {
    super("exit code " + exitCode);
    this.exitCode = exitCode;
    this.output = output.text();
  }

  /** How it ended. */
  public int exitCode() {
    return exitCode;
  }

  /** What it had printed. */
  public ProgramOutput output() {
    return ProgramOutput.of(output);
  }
}
