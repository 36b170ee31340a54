package dev.procession.process.launch;

import dev.procession.process.thread.Threads;
import java.util.concurrent.TimeUnit;

/**
 * Makes the archive for later workers in the background, while a pool is open. Not at once, since
 * it would only slow down a program that ends within seconds.
 */
public final class ArchiveMaker {
  private static final long DELAY_SECONDS = 5;

  private final Thread thread;

  private ArchiveMaker(Thread thread) {
    this.thread = thread;
  }

  public static ArchiveMaker start(ClassArchive archive, Threads threads) {
    Thread thread = threads.daemon("procession-archive", () -> make(archive), 0);
    thread.start();
    return new ArchiveMaker(thread);
  }

  private static void make(ClassArchive archive) {
    try {
      TimeUnit.SECONDS.sleep(DELAY_SECONDS);
      archive.make();
    } catch (InterruptedException e) {
      // The pool is closed; a later one creates the archive.
    }
  }

  /** Stops the creation, and waits until it has ended. */
  public void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The interrupt is restored after the wait.
      Thread.currentThread().interrupt();
    }
  }
}
