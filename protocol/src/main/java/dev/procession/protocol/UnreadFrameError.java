package dev.procession.protocol;

/** There was no memory for a frame, which has been skipped. */
public final class UnreadFrameError extends OutOfMemoryError {
  private static final long serialVersionUID = 1L;

  private final transient Frame beginning;

  UnreadFrameError(String message, OutOfMemoryError cause, Frame beginning) {
    super(message);
    initCause(cause);
    this.beginning = beginning;
  }

  /**
   * What was read of it.
   *
   * @return the frame with the first bytes of its body
   */
  public Frame beginning() {
    return beginning;
  }
}
