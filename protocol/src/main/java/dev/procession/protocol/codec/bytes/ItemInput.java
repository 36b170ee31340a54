package dev.procession.protocol.codec.bytes;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads one encoded item. Every length is compared with the remaining bytes before use, so that
 * corrupt bytes cannot cause large allocations.
 */
public final class ItemInput extends Input {
  private static final byte[] NONE = {};

  /** Owned by the decoding thread, like what follows: where the item starts. */
  private int start;

  /** The number of bytes claimed by the elements of the item's collections. */
  private int claimed;

  public ItemInput() {
    super(NONE);
  }

  @Override
  public void setBuffer(byte[] bytes, int offset, int count) {
    super.setBuffer(bytes, offset, count);
    start = offset;
    claimed = 0;
  }

  /** Releases the bytes. */
  public void release() {
    super.setBuffer(NONE, 0, 0);
  }

  public int remaining() {
    return limit - position;
  }

  /**
   * Reads a count of elements of at least {@code bytesEach} bytes. Since each element has its own
   * bytes, the sum of all counts of an item is limited by its length; otherwise nested collections
   * could claim the same bytes.
   */
  public int count(int bytesEach) {
    int count = checked(readVarInt(true), bytesEach);
    int bytes = limit - start;
    if (count * bytesEach > bytes - claimed) {
      throw new KryoException(
          "The bytes claim %d elements more than all %d bytes can hold".formatted(count, bytes));
    }
    claimed += count * bytesEach;
    return count;
  }

  /** Reads bytes that are preceded by their length. */
  public byte[] counted() {
    return readBytes(readVarInt(true));
  }

  private int checked(int count, int bytesEach) {
    if (count < 0 || (long) count * bytesEach > remaining()) {
      throw new KryoException(
          "The bytes claim %d elements, but only %d bytes are left".formatted(count, remaining()));
    }
    return count;
  }

  /** Skips bytes that the caller reads from the array; returns their offset. */
  public int skipOver(int bytes) {
    require(bytes);
    position += bytes;
    return position - bytes;
  }

  public byte[] rest() {
    return readBytes(remaining());
  }

  @Override
  public @Nullable String readString() {
    long head = readVarLong(true) - 1;
    if (head < 0) {
      return null;
    }
    boolean wide = (head & 1) == 1;
    long length = head >>> 1;
    if ((wide ? length * 2 : length) > remaining()) {
      throw new KryoException(
          "The bytes claim a text of %d characters, but only %d bytes are left"
              .formatted(length, remaining()));
    }
    return wide ? wide((int) length) : narrow((int) length);
  }

  /** Reads a string that cannot be null. */
  public String text() {
    String text = readString();
    if (text == null) {
      throw new BadBytes("The bytes encode null where text is required");
    }
    return text;
  }

  private String narrow(int length) {
    String value = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
    position += length;
    return value;
  }

  private String wide(int length) {
    char[] units = new char[length];
    int at = position;
    for (int i = 0; i < length; i++) {
      units[i] = (char) ((buffer[at++] << 8) | (buffer[at++] & 0xff));
    }
    position = at;
    return new String(units);
  }

  @Override
  public StringBuilder readStringBuilder() {
    String value = readString();
    if (value == null) {
      throw new KryoException("The bytes encode null where text is required");
    }
    return new StringBuilder(value);
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(checked(length, 1));
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(checked(length, Integer.BYTES));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(checked(length, 1), optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(checked(length, Long.BYTES));
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(checked(length, 1), optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(checked(length, Float.BYTES));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(checked(length, Double.BYTES));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(checked(length, Short.BYTES));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(checked(length, Character.BYTES));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(checked(length, 1));
  }

  /** Unlike the inherited method, this never reads more bytes, since there are none. */
  @Override
  protected int require(int required) {
    if (remaining() < required) {
      throw new KryoException(
          "The bytes end early: %d are left where %d are needed".formatted(remaining(), required));
    }
    return remaining();
  }
}
