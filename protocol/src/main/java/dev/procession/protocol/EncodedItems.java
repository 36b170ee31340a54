package dev.procession.protocol;

import java.util.Arrays;
import java.util.Objects;

/**
 * Consecutive encoded values, each with its own length, so that a run of them can be cut and sent
 * without encoding it again. A view: slices share the bytes. Immutable as long as nobody writes to
 * the arrays handed in.
 *
 * <p>Values refer to classes by their number in the name table of whoever encoded them; {@link
 * #namesNeeded} says how much of that table a reader must know.
 */
public final class EncodedItems {
  private final byte[] bytes;
  private final int[] ends;
  private final int from;
  private final int to;
  private final int namesNeeded;

  /**
   * All items of an encoder's buffer.
   *
   * @param bytes the encoded values, one after the other, from offset 0
   * @param ends for each value the offset of its end
   * @param count how many values there are, at most {@code ends.length}
   * @param namesNeeded how many names of the table they may refer to
   */
  public EncodedItems(byte[] bytes, int[] ends, int count, int namesNeeded) {
    this(bytes, ends, 0, Objects.checkFromToIndex(0, count, ends.length) + count, namesNeeded);
  }

  private EncodedItems(byte[] bytes, int[] ends, int from, int to, int namesNeeded) {
    this.bytes = bytes;
    this.ends = ends;
    this.from = from;
    this.to = to;
    this.namesNeeded = namesNeeded;
  }

  /** The number of values. */
  public int count() {
    return to - from;
  }

  /** How many names of the encoder's table the values may refer to. */
  public int namesNeeded() {
    return namesNeeded;
  }

  /** The array that holds the bytes, among others. */
  public byte[] array() {
    return bytes;
  }

  /** The offset in {@link #array} at which value {@code i} starts. */
  public int start(int i) {
    int at = from + Objects.checkIndex(i, count() + 1);
    return at == 0 ? 0 : ends[at - 1];
  }

  /** The offset in {@link #array} at which value {@code i} ends. */
  public int end(int i) {
    return ends[from + Objects.checkIndex(i, count())];
  }

  /** The length of all values together. */
  public int sizeBytes() {
    return sizeBytes(0, count());
  }

  /** The length of the values {@code i} with {@code fromItem <= i < toItem}. */
  public int sizeBytes(int fromItem, int toItem) {
    Objects.checkFromToIndex(fromItem, toItem, count());
    return start(toItem) - start(fromItem);
  }

  /** The values {@code i} with {@code fromItem <= i < toItem}, sharing the bytes. */
  public EncodedItems slice(int fromItem, int toItem) {
    Objects.checkFromToIndex(fromItem, toItem, count());
    return new EncodedItems(bytes, ends, from + fromItem, from + toItem, namesNeeded);
  }

  /** A copy of the bytes of value {@code i}. */
  public byte[] copyOf(int i) {
    return Arrays.copyOfRange(bytes, start(i), end(i));
  }
}
