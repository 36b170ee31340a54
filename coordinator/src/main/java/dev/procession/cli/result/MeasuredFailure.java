package dev.procession.cli.result;

import java.util.Objects;

/** The exception of a function, with its start time and duration; never shown to the user. */
public final class MeasuredFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** When the function was called, in milliseconds since 1970. */
  private final long startMillis;

  /** How long it ran. */
  private final long nanos;

  /**
   * Creates the exception.
   *
   * @param startMillis when the function was called, in milliseconds since 1970
   * @param nanos how long it ran
   * @param cause the exception of the function
   */
  public MeasuredFailure(long startMillis, long nanos, Exception cause) {
    super("after " + nanos + " ns", Objects.requireNonNull(cause));
    this.startMillis = startMillis;
    this.nanos = nanos;
  }

  /** The exception of the function. */
  @Override
  public synchronized Throwable getCause() {
    return Objects.requireNonNull(super.getCause());
  }

  long startMillis() {
    return startMillis;
  }

  long nanos() {
    return nanos;
  }
}
