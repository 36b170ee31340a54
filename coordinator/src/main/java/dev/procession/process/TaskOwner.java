package dev.procession.process;

/** Who waits for a submitted task. */
public interface TaskOwner {
  /** Told once how it ended, on a thread for callbacks: code of the user's may follow from it. */
  void ended(Segment end);

  /** What stands for the task when it is given back because it was never begun. */
  Runnable handedBack();
}
