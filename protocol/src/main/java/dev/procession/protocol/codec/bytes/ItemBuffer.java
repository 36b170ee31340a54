package dev.procession.protocol.codec.bytes;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procession.protocol.Protocol;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The growing array into which values are encoded, with a limit for each item.
 *
 * <p>Strings have our own encoding, also when Kryo's serializers write them: a varint of length *
 * 2, plus 1 if a character needs more than eight bits, then one or two bytes a character.
 */
public final class ItemBuffer extends Output {
  private static final int FIRST_BYTES = 1024;

  /** Owned by the encoding thread: where the current item starts. */
  private int itemStart;

  /** Owned by the encoding thread: the maximum length of the current item. */
  private int maxItemBytes;

  public ItemBuffer() {
    super(FIRST_BYTES, Protocol.MAX_BODY_BYTES);
  }

  /** Thrown within an item; its encoder converts it to an exception with the item's class. */
  public static final class TooLong extends KryoException {
    private static final long serialVersionUID = 1L;
    public final long sizeBytes;

    public TooLong(long sizeBytes) {
      super("The item is too long");
      this.sizeBytes = sizeBytes;
    }
  }

  public void startItem(int maxBytes) {
    itemStart = position;
    maxItemBytes = maxBytes;
  }

  public int maxItemBytes() {
    return maxItemBytes;
  }

  public int itemStart() {
    return itemStart;
  }

  /** Checks the limit, which may be less than the array's capacity. */
  public void endItem() {
    if (position - itemStart > maxItemBytes) {
      throw new TooLong(position - itemStart);
    }
  }

  /** The bytes so far: a copy if they are few, otherwise the array itself. */
  public byte[] contents(int fewBytes) {
    return position <= fewBytes ? Arrays.copyOf(buffer, position) : buffer;
  }

  /** Clears the buffer; drops the array if it is too large to keep. */
  public void clear(int keptBytes) {
    if (position > keptBytes) {
      capacity = FIRST_BYTES;
      buffer = new byte[capacity];
    }
    position = 0;
    itemStart = 0;
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    long needed = (long) position + required;
    if (needed - itemStart > maxItemBytes) {
      throw new TooLong(needed - itemStart);
    }
    grow(needed);
    return true;
  }

  private void grow(long needed) {
    if (needed > Protocol.MAX_BODY_BYTES) {
      throw new KryoException(
          "The items of a message are %d bytes together, more than fit into one: %d"
              .formatted(needed, Protocol.MAX_BODY_BYTES));
    }
    capacity = (int) Math.min(Math.max(capacity * 2L, needed), Protocol.MAX_BODY_BYTES);
    buffer = Arrays.copyOf(buffer, capacity);
  }

  /** Makes room for {@code count} bytes, for callers that write to the array directly. */
  void room(long count) {
    if (count > maxItemBytes) {
      throw new TooLong(position - itemStart + count);
    }
    require((int) count);
  }

  /** Reserves the next {@code count} bytes, which the caller fills; returns their offset. */
  public int claim(long count) {
    room(count);
    position += (int) count;
    return position - (int) count;
  }

  /** Writes a tag and a number, as for most items. */
  public void int32(byte tag, int value) {
    int at = claim(1 + Integer.BYTES);
    byte[] into = buffer;
    into[at] = tag;
    LittleEndian.put(value, into, at + 1);
  }

  /** Writes a tag and a number. */
  public void int64(byte tag, long value) {
    int at = claim(1 + Long.BYTES);
    byte[] into = buffer;
    into[at] = tag;
    LittleEndian.put((int) value, into, at + 1);
    LittleEndian.put((int) (value >> Integer.SIZE), into, at + 1 + Integer.BYTES);
  }

  public void raw(byte[] bytes) {
    int at = claim(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
  }

  @Override
  public void writeString(@Nullable String value) {
    if (value == null) {
      writeVarLong(0, true);
      return;
    }
    int length = value.length();
    int all = 0;
    for (int i = 0; i < length; i++) {
      all |= value.charAt(i);
    }
    boolean wide = all > 0xff;
    writeVarLong((((long) length << 1) | (wide ? 1 : 0)) + 1, true);
    if (wide) {
      wide(value, length);
    } else {
      narrow(value, length);
    }
  }

  private void narrow(String value, int length) {
    int at = claim(length);
    narrowBytes(value, length, buffer, at);
  }

  /** The method is deprecated because it uses only the low bytes, as intended here. */
  @SuppressWarnings("deprecation")
  private static void narrowBytes(String value, int length, byte[] into, int at) {
    value.getBytes(0, length, into, at);
  }

  private void wide(String value, int length) {
    int at = claim(length * 2L);
    byte[] into = buffer;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      into[at++] = (byte) (c >> 8);
      into[at++] = (byte) c;
    }
  }
}
