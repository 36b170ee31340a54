package dev.procession.process.job;

/** The caller's source of items threw an exception, which is the cause. */
public final class SourceFailedException extends Exception {
  private static final long serialVersionUID = 1;

  SourceFailedException(Throwable thrown) {
    super(thrown);
  }
}
