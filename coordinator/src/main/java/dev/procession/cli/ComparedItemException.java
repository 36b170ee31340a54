package dev.procession.cli;

/** An item failed while ways to do the work were compared; the cause is what it threw. */
final class ComparedItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  ComparedItemException(int index, Throwable cause) {
    super(cause);
    this.index = index;
  }

  int index() {
    return index;
  }
}
