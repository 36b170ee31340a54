package dev.procession.protocol.codec;

import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * What the decoding of one item may cost, in relation to its bytes: how deep it may be nested, how
 * much may be unpacked from within it, and how many steps the hash codes and comparisons may take
 * that its collections need. What goes beyond is a {@link Misread}.
 *
 * <p>Owned by the decoding thread. Steps are counted for bytes from strangers only: one's own
 * process sends what it could make itself.
 */
final class Budget {
  /** Levels of a graph; a reader's stack holds twice as many. */
  static final int MAX_DEPTH = 150_000;

  /** A level of Java serialization takes as much stack as so many of a graph. */
  private static final int JAVA_LEVELS = 2;

  /**
   * A nested stream has at least its own bytes once more; more than twice in each other is rare.
   */
  private static final int UNPACKED_PER_BYTE = 4;

  private static final long SPARE_UNPACKED = 256 << 10;

  /** A list in a set in a set is hashed three times; this is for much deeper ones. */
  private static final long STEPS_PER_BYTE = 100;

  private static final long SPARE_STEPS = 100_000;

  /** Comparisons of neighbours in memory that take about as long as one other step. */
  private static final long CHEAP_PER_STEP = 200;

  private final boolean wary;

  private int depth;
  private long unpacked;
  private long steps;

  Budget(boolean wary) {
    this.wary = wary;
  }

  void start(int bytes) {
    depth = 0;
    unpacked = SPARE_UNPACKED + (long) bytes * UNPACKED_PER_BYTE;
    steps = SPARE_STEPS + bytes * STEPS_PER_BYTE;
  }

  /** How many levels a graph may have that starts here. */
  int graphDepth() {
    return Math.max(1, MAX_DEPTH - depth);
  }

  /** The same for Java serialization. */
  int javaDepth() {
    return Math.max(1, graphDepth() / JAVA_LEVELS);
  }

  /** Goes from some level of a graph into what it has packed up; returns what to leave with. */
  int enterFromGraph(int levels) {
    int before = depth;
    depth += levels;
    return before;
  }

  int enterFromJava(int levels) {
    return enterFromGraph(levels * JAVA_LEVELS);
  }

  void leave(int before) {
    depth = before;
  }

  /** To be asked before bytes within the item are read as an item or a stream of their own. */
  void unpack(int bytes) {
    unpacked -= bytes;
    if (unpacked < 0) {
      throw new Misread("It has values packed into each other that are far longer than itself");
    }
  }

  /** For a hash table that gets so many keys; each is to be shown before it is put in. */
  Keys hashed(int count) {
    return wary ? new Counted(count) : key -> {};
  }

  /** The keys of one hash table, as they come. */
  interface Keys {
    void next(@Nullable Object key);
  }

  /** Many keys of one hash make a table slow, so they cost the more, the more of them there are. */
  private final class Counted implements Keys {
    private static final int FEW = 64;
    private static final int MOST_SLOTS = 1 << 26;

    private final int[] sameSlot;

    Counted(int count) {
      int slots = Math.min(Integer.highestOneBit(Math.max(1, count)) * 2, MOST_SLOTS);
      sameSlot = new int[count < FEW ? 0 : slots];
    }

    @Override
    public void next(@Nullable Object key) {
      long cost = HashCost.of(key, steps, MAX_DEPTH);
      step(cost);
      if (sameSlot.length > 0 && key != null) {
        int hash = key.hashCode();
        int before = sameSlot[(hash ^ (hash >>> 16)) & (sameSlot.length - 1)]++;
        step(before * cost / 2);
      }
    }
  }

  /** For a collection that compares each of its elements with each. */
  void comparedWithEachOther(@Nullable Object[] elements) {
    if (wary) {
      for (Object element : elements) {
        step(HashCost.of(element, steps, MAX_DEPTH));
      }
      step((long) elements.length * elements.length / CHEAP_PER_STEP);
    }
  }

  /** For one more element of a sorted collection. */
  void sorted(@Nullable Object element) {
    if (wary) {
      step(HashCost.ofComparing(element));
    }
  }

  private void step(long more) {
    steps -= more;
    if (steps < 0) {
      throw HashCost.tooHigh();
    }
  }

  /** How much the hash code of one object may still cost. */
  long steps() {
    return steps;
  }

  static Misread asksForName(URL url) {
    return new Misread(
        "A URL in a hash table asks the name service for %s; send a URI instead"
            .formatted(url.getHost()),
        URL.class.getName(),
        null);
  }
}
