package dev.procession.protocol;

import java.util.Arrays;
import java.util.Objects;

/**
 * Consecutive encoded values, each with its own length, so that a range of them can be sent without
 * encoding it again. If all values have the same length, such as numbers of one type, only that
 * length is stored. A view: slices share the bytes. Immutable as long as the given arrays are not
 * modified.
 *
 * <p>Values refer to classes by their number in the encoder's name table; {@link #namesNeeded} is
 * the part of that table that a reader must know.
 */
public final class EncodedItems {
  private static final int[] NO_ENDS = {};

  private final byte[] bytes;

  /** Where each value ends; empty if all are of the same length. */
  private final int[] ends;

  /** The length of each value; 0 if they differ. */
  private final int uniformBytes;

  /**
   * The index in {@link #ends} of the first value; if there are no ends, the offset of its bytes.
   */
  private final int from;

  private final int count;
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
    this(bytes, ends, 0, 0, Objects.checkFromToIndex(0, count, ends.length) + count, namesNeeded);
  }

  private EncodedItems(
      byte[] bytes, int[] ends, int uniformBytes, int from, int count, int namesNeeded) {
    this.bytes = bytes;
    this.ends = ends;
    this.uniformBytes = uniformBytes;
    this.from = from;
    this.count = count;
    this.namesNeeded = namesNeeded;
  }

  /**
   * Items of the same length.
   *
   * @param bytes the encoded values, one after the other, among others
   * @param from the offset at which the first value starts
   * @param uniformBytes the length of each value, at least 1
   * @param count how many values there are
   * @param namesNeeded how many names of the table they may refer to
   * @return the items
   * @throws IndexOutOfBoundsException if the array has fewer bytes
   */
  public static EncodedItems uniform(
      byte[] bytes, int from, int uniformBytes, int count, int namesNeeded) {
    if (uniformBytes < 1) {
      throw new IllegalArgumentException("uniformBytes must be positive: " + uniformBytes);
    }
    Objects.checkFromIndexSize(from, Math.multiplyExact(uniformBytes, count), bytes.length);
    return new EncodedItems(bytes, NO_ENDS, uniformBytes, from, count, namesNeeded);
  }

  /** The number of values. */
  public int count() {
    return count;
  }

  /** The length of each value if all have the same length; otherwise 0. */
  public int uniformBytes() {
    return uniformBytes;
  }

  /** The number of names of the encoder's table to which the values may refer. */
  public int namesNeeded() {
    return namesNeeded;
  }

  /** The array that holds the bytes, among others. */
  public byte[] array() {
    return bytes;
  }

  /** The offset in {@link #array} at which value {@code i} starts. */
  public int start(int i) {
    Objects.checkIndex(i, count + 1);
    if (uniformBytes > 0) {
      return from + i * uniformBytes;
    }
    int at = from + i;
    return at == 0 ? 0 : ends[at - 1];
  }

  /** The offset in {@link #array} at which value {@code i} ends. */
  public int end(int i) {
    Objects.checkIndex(i, count);
    return uniformBytes > 0 ? from + (i + 1) * uniformBytes : ends[from + i];
  }

  /** The length of all values together. */
  public int sizeBytes() {
    return sizeBytes(0, count);
  }

  /** The length of the values {@code i} with {@code fromItem <= i < toItem}. */
  public int sizeBytes(int fromItem, int toItem) {
    Objects.checkFromToIndex(fromItem, toItem, count);
    return start(toItem) - start(fromItem);
  }

  /** The values {@code i} with {@code fromItem <= i < toItem}, sharing the bytes. */
  public EncodedItems slice(int fromItem, int toItem) {
    Objects.checkFromToIndex(fromItem, toItem, count);
    int sliceFrom = uniformBytes > 0 ? start(fromItem) : from + fromItem;
    return new EncodedItems(bytes, ends, uniformBytes, sliceFrom, toItem - fromItem, namesNeeded);
  }

  /** A copy of the bytes of value {@code i}. */
  public byte[] copyOf(int i) {
    return Arrays.copyOfRange(bytes, start(i), end(i));
  }
}
