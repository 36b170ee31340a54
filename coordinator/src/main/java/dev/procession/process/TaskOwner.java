package dev.procession.process;

/** Who waits for a submitted task. */
public interface TaskOwner {
  /**
   * Told once how it ended, on a thread for callbacks or one of its own: code of the user's may
   * follow from it.
   */
  void ended(Segment end);

  /**
   * Asks whether a thread of its own is there to run {@code ending}, which is then run there; on
   * the loop thread, never blocks.
   */
  boolean endsItself(Runnable ending);

  /** What stands for the task when it is given back because it was never begun. */
  Runnable handedBack();
}
