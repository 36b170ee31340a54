package dev.procession.cli.compare;

/** Thrown when an item fails during a comparison; the cause is the exception of the function. */
public final class ComparedItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;

  ComparedItemException(int index, Throwable cause) {
    super(cause);
    this.index = index;
  }

  public int index() {
    return index;
  }
}
