package dev.procession.process.job;

import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Backpressure: limits the number and bytes of items that have been pulled from a source and not
 * yet been consumed by the caller, including their results. One item is always admitted, however
 * large.
 *
 * <p>A result that waits for an earlier item, which still runs, takes no place among the items:
 * otherwise one slow item would leave all other workers without work. It counts with its bytes and
 * {@link #WAITING_BYTES}, so no more than half a million results ever wait. Where the caller has
 * set the window, each item counts until it is consumed.
 */
final class Window {
  private static final int INITIAL_ITEMS = 64;
  private static final long MAX_BYTES = 64L << 20;

  /** What a result that waits costs beside its own bytes, roughly: objects that refer to it. */
  static final long WAITING_BYTES = 128;

  private final boolean fixed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Guarded by {@link #lock}, like all that follows. */
  private int limitItems;

  private long items;
  private long bytes;
  private boolean closed;
  private boolean awaited;

  /**
   * Creates a window of that many items, or one that follows {@link #resize} if the caller has not
   * set its size.
   */
  Window(OptionalInt items) {
    this.fixed = items.isPresent();
    this.limitItems = items.orElse(INITIAL_ITEMS);
  }

  /**
   * Waits until items may be pulled, and counts them.
   *
   * @return how many may be pulled, from 1 to {@code atMost}; 0 when the window was closed
   */
  int enter(int atMost) throws InterruptedException {
    lock.lock();
    try {
      if (!hasRoom()) {
        awaitMoreRoom();
      }
      if (closed) {
        return 0;
      }
      int granted = (int) Math.max(1, Math.min(atMost, limitItems - items));
      items += granted;
      return granted;
    } finally {
      lock.unlock();
    }
  }

  /** Waking a thread as soon as there is room for one item would wake it for each item. */
  private void awaitMoreRoom() throws InterruptedException {
    while (!closed && !hasMoreRoom()) {
      awaited = true;
      room.await();
    }
    awaited = false;
  }

  /** The current maximum number of items. */
  int limitItems() {
    lock.lock();
    try {
      return limitItems;
    } finally {
      lock.unlock();
    }
  }

  /** How full it is; {@code hasSourceEnded} is the job's to know. */
  WindowFigures figures(boolean hasSourceEnded) {
    lock.lock();
    try {
      return new WindowFigures(items, limitItems, bytes, MAX_BYTES, awaited, hasSourceEnded);
    } finally {
      lock.unlock();
    }
  }

  /** Counts the bytes of items that were pulled. */
  void addBytes(long more) {
    change(0, more);
  }

  /** Releases items and bytes that were consumed by the caller or never pulled. */
  void consumed(int itemsGone, long bytesGone) {
    change(itemsGone, -bytesGone);
  }

  /** Results are there, but wait for an earlier item: they give up their place. */
  void waiting(int results) {
    if (!fixed) {
      change(results, results * WAITING_BYTES);
    }
  }

  /** The earlier item has ended: the results can be consumed, and have a place again. */
  void takeable(int results) {
    if (!fixed) {
      change(-results, -results * WAITING_BYTES);
    }
  }

  void resize(int limit) {
    lock.lock();
    try {
      if (!fixed) {
        limitItems = limit;
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Admits no more items. */
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom() {
    return items <= 0 || (items < limitItems && bytes < MAX_BYTES);
  }

  private boolean hasMoreRoom() {
    return items <= 0 || (items <= limitItems - Math.max(1, limitItems / 4) && bytes < MAX_BYTES);
  }

  private void change(int itemsGone, long bytesCome) {
    lock.lock();
    try {
      items -= itemsGone;
      bytes += bytesCome;
      if (hasMoreRoom()) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
