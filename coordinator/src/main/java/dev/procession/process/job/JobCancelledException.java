package dev.procession.process.job;

import dev.procession.scheduler.Failure;

/** The job was cancelled, by its caller or with its pool. */
public final class JobCancelledException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  JobCancelledException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  /** Why it ended. */
  public Failure failure() {
    return failure;
  }
}
