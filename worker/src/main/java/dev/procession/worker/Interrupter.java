package dev.procession.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/**
 * Interrupts the runner when a running item is cancelled, and only while that item runs.
 *
 * <p>Has its own thread, because an interrupt can run user code (it closes the channel that the
 * task is blocked on) and can block there, which would stop the reader or the courier.
 */
final class Interrupter implements Runnable {
  private final BlockingQueue<Item> cancelled = new LinkedTransferQueue<>();

  /** Held during an interrupt. */
  private final Object interrupting = new Object();

  /** Requests an interrupt of an item, if it still runs by then; never blocks. */
  void interrupt(Thread runner, Chunk chunk, int position) {
    cancelled.add(new Item(runner, chunk, position));
  }

  /**
   * Ensures that an interrupt for an item does not reach the next one; for the runner, once a
   * cancelled item has ended.
   */
  void settle() {
    // Guards against a race with the interrupt: either it has been delivered, or it will find that
    // the
    // item has ended.
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
        // User code may run here and throw anything; later items must still be interrupted.
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
