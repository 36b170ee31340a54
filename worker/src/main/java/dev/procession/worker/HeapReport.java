package dev.procession.worker;

import dev.procession.protocol.ProgressPage;

/**
 * Writes to the progress page, several times a second, how much of its heap this process uses. Runs
 * only where somebody watches the pool: the coordinator says so by a system property.
 */
final class HeapReport implements Runnable {
  private static final long INTERVAL_MILLIS = 250;

  private final ProgressPage page;

  private HeapReport(ProgressPage page) {
    this.page = page;
  }

  /** Begins to report, if that is wanted. */
  static void startIfWanted(ProgressPage page) {
    if (Boolean.getBoolean(ProgressPage.HEAP_PROPERTY)) {
      Thread thread = new Thread(null, new HeapReport(page), "procession-heap", 0, false);
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        page.heap(ResidentMemory.usedHeap(), Runtime.getRuntime().maxMemory());
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // By a task that interrupts threads that are not its own: the figures stay as they are.
    }
  }
}
