package dev.procession.protocol.codec.graph;

import dev.procession.protocol.codec.bytes.BadBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Determines, while a graph is read, which objects are complete: those that have been read and do
 * not refer to an object that is still being read. A hash table must not be filled with other
 * objects, since their hash codes may change when their missing fields are set; it waits until the
 * cycle is closed.
 *
 * <p>This is Tarjan's algorithm for strongly connected components. Objects are numbered in the
 * order in which they are reached, so an object closes a cycle if nothing within it refers to a
 * smaller number.
 *
 * <p>Owned by the graph's thread.
 */
public final class Circles {
  private static final int NONE = Integer.MAX_VALUE;

  /** A collection whose elements have all been read, but not all their fields. */
  public interface Waiting {
    Object collection();

    /** The hash codes or comparisons that determine the place of each element. */
    List<?> keys();

    /** Fills the collection, after clearing it if it is not empty. */
    void fill();

    /** Whether the collection finds each of its elements. */
    boolean isRight();
  }

  /** The numbers of the incomplete objects, in ascending order. */
  private int[] unfinished = new int[16];

  private int count;

  /** The least number of an incomplete object that was reached from the object being read. */
  private int least = NONE;

  /** In reading order, each inside or beside the ones after it. */
  private final List<Numbered> waiting = new ArrayList<>();

  private record Numbered(int number, Waiting collection) {}

  void reset() {
    count = 0;
    least = NONE;
    waiting.clear();
  }

  /** Called before an object is read; returns the state to restore afterwards. */
  int enter(int number) {
    if (count == unfinished.length) {
      unfinished = Arrays.copyOf(unfinished, count * 2);
    }
    unfinished[count] = number;
    return count++;
  }

  /** The objects reached so far from the object being read. */
  public int startLeast() {
    int before = least;
    least = NONE;
    return before;
  }

  void leave(int place, int leastBefore) {
    if (least >= unfinished[place]) {
      count = place;
      least = leastBefore;
      if (!waiting.isEmpty()) {
        fillWithin(unfinished[place]);
      }
    } else {
      endLeast(leastBefore);
    }
  }

  public void endLeast(int before) {
    least = Math.min(before, least);
  }

  /** Called when an object is reached again. */
  void met(int number) {
    if (number < least && Arrays.binarySearch(unfinished, 0, count, number) >= 0) {
      least = number;
    }
  }

  /**
   * Whether the objects read since {@link #startLeast} refer to an object outside the one with a
   * given number.
   */
  public boolean leadOutOf(int number) {
    return least < number;
  }

  /** Defers the filling of a collection until its cycle is closed. */
  public void await(int number, Waiting collection) {
    waiting.add(new Numbered(number, collection));
  }

  public int waitingCount() {
    return waiting.size();
  }

  /**
   * Fills the deferred collections within the object of a given number, which closes their cycle.
   */
  private void fillWithin(int number) {
    int from = waiting.size();
    while (from > 0 && waiting.get(from - 1).number() >= number) {
      from--;
    }
    List<Numbered> within = waiting.subList(from, waiting.size());
    List<Waiting> all = within.stream().map(Numbered::collection).toList();
    within.clear();
    if (!all.isEmpty()) {
      fill(all);
    }
  }

  private static void fill(List<Waiting> all) {
    List<Waiting> wrong = all;
    // The place of an element may depend on another collection that is filled later.
    for (int round = 0; round <= all.size(); round++) {
      RuntimeException failure = null;
      for (Waiting one : wrong) {
        try {
          one.fill();
        } catch (NullPointerException | IllegalStateException e) {
          // Its elements depend on a missing object, possibly no longer in the next round.
          failure = e;
        }
      }
      wrong = all.stream().filter(one -> !isRight(one)).toList();
      if (wrong.isEmpty() && failure == null) {
        return;
      }
    }
    Waiting first = wrong.isEmpty() ? all.get(0) : wrong.get(0);
    throw new OpenCircle(first);
  }

  /** For an object that must be created from elements that may be incomplete. */
  public static <T> T madeTooEarly(Class<?> type, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (RuntimeException e) {
      throw new BadBytes(
          "It cannot be created from elements that refer back to an object containing it,"
              + " because their hash code depends on that object ("
              + e
              + "); use a mutable collection",
          type.getName(),
          e);
    }
  }

  private static boolean isRight(Waiting one) {
    try {
      return one.isRight();
    } catch (NullPointerException | IllegalStateException e) {
      return false;
    }
  }
}
