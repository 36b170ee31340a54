package dev.procession.process;

import java.util.concurrent.TimeUnit;

/**
 * Makes the archive for later workers in the background, while a pool is open. Not at once: a
 * program that is over in seconds would only be slowed down.
 */
final class ArchiveMaker {
  private static final long DELAY_SECONDS = 5;

  private final Thread thread;

  private ArchiveMaker(Thread thread) {
    this.thread = thread;
  }

  static ArchiveMaker start(ClassArchive archive, Threads threads) {
    Thread thread = threads.daemon("procession-archive", () -> make(archive), 0);
    thread.start();
    return new ArchiveMaker(thread);
  }

  private static void make(ClassArchive archive) {
    try {
      TimeUnit.SECONDS.sleep(DELAY_SECONDS);
      archive.make();
    } catch (InterruptedException e) {
      // The pool is over; another one will make it.
    }
  }

  /** Stops making it, and waits until nothing is left of that. */
  void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      // Whoever wants us to hurry gets what we were waiting for a moment later.
      Thread.currentThread().interrupt();
    }
  }
}
