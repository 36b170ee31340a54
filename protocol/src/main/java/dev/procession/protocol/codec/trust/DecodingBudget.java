package dev.procession.protocol.codec.trust;

import dev.procession.protocol.codec.bytes.BadBytes;
import org.jspecify.annotations.Nullable;

/**
 * Limits the cost of decoding one item in relation to its bytes: its depth, the bytes unpacked from
 * within it, and the steps for the hash codes and comparisons of its collections. Exceeding a limit
 * throws {@link BadBytes}.
 *
 * <p>Owned by the decoding thread. Steps are counted only for bytes from untrusted processes.
 */
public final class DecodingBudget {
  /** The maximum levels of a graph; a reader's stack permits twice as many. */
  public static final int MAX_DEPTH = 150_000;

  /** The stack needed for a level of Java serialization, in levels of a graph. */
  private static final int JAVA_LEVELS = 2;

  /** A nested stream repeats at least its own bytes; more than two levels are rare. */
  private static final int UNPACKED_PER_BYTE = 4;

  private static final long SPARE_UNPACKED = 256 << 10;

  /** A list in a set in a set is hashed three times; this is for much deeper ones. */
  private static final long STEPS_PER_BYTE = 100;

  private static final long SPARE_STEPS = 100_000;

  /** The number of comparisons of neighbours in memory that take as long as one other step. */
  private static final long CHEAP_PER_STEP = 200;

  private final boolean wary;

  private int depth;
  private long unpacked;
  private long steps;

  public DecodingBudget(boolean wary) {
    this.wary = wary;
  }

  public void start(int bytes) {
    depth = 0;
    unpacked = SPARE_UNPACKED + (long) bytes * UNPACKED_PER_BYTE;
    steps = SPARE_STEPS + bytes * STEPS_PER_BYTE;
  }

  /** The permitted number of levels of a graph that starts here. */
  public int graphDepth() {
    return Math.max(1, MAX_DEPTH - depth);
  }

  /** The same for Java serialization. */
  public int javaDepth() {
    return Math.max(1, graphDepth() / JAVA_LEVELS);
  }

  /** Enters a nested stream from some level of a graph; returns the state to restore afterwards. */
  public int enterFromGraph(int levels) {
    int before = depth;
    depth += levels;
    return before;
  }

  public int enterFromJava(int levels) {
    return enterFromGraph(levels * JAVA_LEVELS);
  }

  public void leave(int before) {
    depth = before;
  }

  /** Called before bytes within the item are read as a nested item or stream. */
  public void unpack(int bytes) {
    unpacked -= bytes;
    if (unpacked < 0) {
      throw new BadBytes("It has values packed into each other that are far longer than itself");
    }
  }

  /** For a hash table with a given number of keys; each must be checked before it is added. */
  public Keys hashed(int count) {
    return wary ? new Counted(count) : key -> {};
  }

  /** The keys of one hash table, in order of arrival. */
  public interface Keys {
    void next(@Nullable Object key);
  }

  /** Many keys with the same hash make a table slow, so their cost grows with their number. */
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

  /** For a collection that compares all pairs of elements. */
  public void comparedWithEachOther(@Nullable Object[] elements) {
    if (wary) {
      for (Object element : elements) {
        step(HashCost.of(element, steps, MAX_DEPTH));
      }
      step((long) elements.length * elements.length / CHEAP_PER_STEP);
    }
  }

  /** For one more element of a sorted collection. */
  public void sorted(@Nullable Object element) {
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

  /** The remaining cost of the hash code of one object. */
  public long steps() {
    return steps;
  }
}
