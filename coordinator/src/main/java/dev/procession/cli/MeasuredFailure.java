package dev.procession.cli;

import java.util.Objects;

/** What a function threw, and when. Travels as a cause, and is nothing that anybody is shown. */
public final class MeasuredFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** When the function was called, in milliseconds since 1970. */
  private final long startMillis;

  /** How long it ran. */
  private final long nanos;

  /**
   * A failure of the function's.
   *
   * @param startMillis when the function was called, in milliseconds since 1970
   * @param nanos how long it ran
   * @param cause what it threw
   */
  public MeasuredFailure(long startMillis, long nanos, Exception cause) {
    super("after " + nanos + " ns", Objects.requireNonNull(cause));
    this.startMillis = startMillis;
    this.nanos = nanos;
  }

  /** What the function threw. */
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
