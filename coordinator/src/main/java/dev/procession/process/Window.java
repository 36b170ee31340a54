package dev.procession.process;

import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Backpressure: bounds how many items have been pulled from a source and not yet been consumed by
 * the caller, and how many bytes they and their results hold. One item is always let in, however
 * large.
 */
final class Window {
  private static final int INITIAL_ITEMS = 64;
  private static final long MAX_BYTES = 64L << 20;

  private final boolean fixed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /** Guarded by {@link #lock}, like all that follows. */
  private int limitItems;

  private long items;
  private long bytes;
  private boolean closed;

  /**
   * A window of that many items; one that follows {@link #resize} where the caller does not say.
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

  /** Room for one would wake a thread for each item; a quarter is worth it. */
  private void awaitMoreRoom() throws InterruptedException {
    while (!closed && !hasMoreRoom()) {
      room.await();
    }
  }

  /** How many items it lets in at most, as it is now. */
  int limitItems() {
    lock.lock();
    try {
      return limitItems;
    } finally {
      lock.unlock();
    }
  }

  /** Items that entered are there, with that many bytes. */
  void addBytes(long more) {
    change(0, more);
  }

  /** Items and bytes are gone: consumed by the caller, or never pulled. */
  void consumed(int itemsGone, long bytesGone) {
    change(itemsGone, -bytesGone);
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

  /** Lets nobody in any more. */
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
