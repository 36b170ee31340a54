package dev.procession.worker;

/** Looks whether the calling thread has stack enough to write a message. */
final class StackRoom {
  /** Far more frames than a write takes. */
  private static final int FRAMES = 300;

  private StackRoom() {}

  /**
   * Returns if there is room; otherwise the stack overflows here, where nothing is half done, as it
   * would have in the task's next call.
   */
  static void check() {
    descend(FRAMES);
  }

  private static long descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
