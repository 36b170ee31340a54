package dev.procession.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last elements of a sequence, each with its number, so that a reader can ask for those that
 * are new to it.
 *
 * @param <T> of the elements
 */
final class Ring<T> {
  private final int capacity;

  /** Guarded by this, like what follows. */
  private final Deque<T> last = new ArrayDeque<>();

  private long added;

  Ring(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(T element) {
    if (last.size() == capacity) {
      last.remove();
    }
    last.add(element);
    added++;
  }

  /**
   * What is new to a reader.
   *
   * @param <T> of the elements
   * @param elements the oldest first
   * @param added how many have been added in all
   */
  record Fresh<T>(List<T> elements, long added) {}

  /** Those that were added after so many, as far as they are still there. */
  synchronized Fresh<T> since(long seen) {
    long wanted = Math.min(last.size(), added - seen);
    List<T> fresh = new ArrayList<>();
    Iterator<T> each = last.iterator();
    for (long i = last.size(); each.hasNext(); i--) {
      T element = each.next();
      if (i <= wanted) {
        fresh.add(element);
      }
    }
    return new Fresh<>(fresh, added);
  }
}
