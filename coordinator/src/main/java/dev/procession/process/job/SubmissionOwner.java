package dev.procession.process.job;

import java.util.Optional;

/** The owner of a submitted task, notified of its end. */
public interface SubmissionOwner {
  /**
   * Receives the result, at least once, on a callback thread or on its own thread, since dependent
   * user code may run.
   */
  void ended(EndedItems end);

  /**
   * Runs {@code ending} on its own waiting thread, if there is one, and returns whether there is;
   * on the loop thread, never blocks.
   */
  boolean endsItself(Runnable ending);

  /** Called instead if the result could not be created, for lack of a class or of memory. */
  void lost(Throwable why);

  /** Whether the task's future is completed; from any thread. */
  boolean isOver();

  /** How the task is called, if it has a name; from any thread. */
  default Optional<String> name() {
    return Optional.empty();
  }

  /** The object that {@code shutdownNow} returns for the task if it was never started. */
  Runnable handedBack();
}
