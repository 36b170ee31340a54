package dev.procession.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/**
 * Interrupts the runner for items that were cancelled while they run, and only while they run.
 *
 * <p>A thread of its own, because an interrupt can run code of the user's (a channel that the task
 * is blocked in closes itself) and can block there; the reader and the courier cannot afford that.
 */
final class Canceller implements Runnable {
  private final BlockingQueue<Item> cancelled = new LinkedTransferQueue<>();

  /** Held while an interrupt is under way. */
  private final Object interrupting = new Object();

  /** Has an item interrupted, if it still runs by then; never waits. */
  void interrupt(Thread runner, Chunk chunk, int position) {
    cancelled.add(new Item(runner, chunk, position));
  }

  /**
   * Makes sure that no interrupt meant for an item reaches the next; for the runner, once a
   * cancelled item has ended.
   */
  void settle() {
    // Guards against a race with the interrupt: it is either over by now, or will find that the
    // item
    // has ended.
    synchronized (interrupting) {
      Thread.interrupted();
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        interrupt(cancelled.take());
      } catch (Throwable e) {
        // Code of the user's may run here, see above. Whatever it throws, or if somebody interrupts
        // this thread, the item it was about is interrupted, and the next must be, too.
      }
    }
  }

  private void interrupt(Item item) {
    synchronized (interrupting) {
      if (item.chunk.isRunning(item.position)) {
        item.runner.interrupt();
      }
    }
  }

  private record Item(Thread runner, Chunk chunk, int position) {}
}
