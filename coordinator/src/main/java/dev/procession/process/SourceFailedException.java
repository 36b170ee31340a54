package dev.procession.process;

/** The caller's source of items threw; the cause is what it threw. */
public final class SourceFailedException extends Exception {
  private static final long serialVersionUID = 1;

  SourceFailedException(Throwable thrown) {
    super(thrown);
  }
}
