package dev.procession.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Assembles one frame, and writes it only when it is complete. */
final class WireOutput {
  private static final int FIRST_BYTES = 64;

  private final String message;

  /** Owned by the one thread that writes this frame. */
  private byte[] bytes = new byte[FIRST_BYTES];

  /** Owned by the one thread that writes this frame. */
  private int position = Protocol.HEADER_BYTES;

  WireOutput(String message, byte type) {
    this.message = message;
    bytes[0] = (byte) (Protocol.MAGIC >> 8);
    bytes[1] = (byte) Protocol.MAGIC;
    bytes[2] = type;
  }

  WireOutput number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException(message + " with a negative number: " + value);
    }
    room(9);
    long rest = value;
    while (rest > 0x7f) {
      bytes[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return this;
  }

  /** A number of any sign. */
  WireOutput int64(long value) {
    return number(value >>> Integer.SIZE).number(value & 0xffff_ffffL);
  }

  WireOutput flag(boolean value) {
    return number(value ? 1 : 0);
  }

  WireOutput bytes(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, position, value.length);
    position += value.length;
    return this;
  }

  WireOutput text(String value) {
    return text(value, Protocol.MAX_TEXT_CHARS);
  }

  /** Truncates long texts, which are only for users. */
  WireOutput text(String value, int maxChars) {
    int chars = Math.min(value.length(), maxChars);
    int length = 0;
    for (int i = 0; i < chars; i++) {
      length += width(value.charAt(i));
    }
    number(length);
    room(length);
    for (int i = 0; i < chars; i++) {
      unit(value.charAt(i));
    }
    return this;
  }

  private static int width(char c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
  }

  /** UTF-16 units, not code points, so that lone surrogates survive. */
  private void unit(char c) {
    if (c < 0x80) {
      bytes[position++] = (byte) c;
    } else if (c < 0x800) {
      bytes[position++] = (byte) (0xc0 | (c >> 6));
      bytes[position++] = (byte) (0x80 | (c & 0x3f));
    } else {
      bytes[position++] = (byte) (0xe0 | (c >> 12));
      bytes[position++] = (byte) (0x80 | ((c >> 6) & 0x3f));
      bytes[position++] = (byte) (0x80 | (c & 0x3f));
    }
  }

  WireOutput names(List<String> names) {
    number(names.size());
    for (String name : names) {
      text(name);
    }
    return this;
  }

  private void room(int count) {
    if (count > bytes.length - position) {
      long wanted = Math.max(bytes.length * 2L, (long) position + count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Protocol.MAX_BODY_BYTES));
    }
  }

  void send(OutputStream out) throws IOException {
    finish(0);
    out.write(bytes, 0, position);
  }

  /** Ends the body with the items; a large range is written directly from its array. */
  void send(EncodedItems items, OutputStream out) throws IOException {
    int count = items.count();
    int size = items.sizeBytes();
    number(items.namesNeeded());
    number(count);
    if (count == 1 || items.uniformBytes() > 0) {
      number(count == 0 ? 0 : size / count);
    } else {
      number(0);
      for (int i = 0; i < count; i++) {
        number(items.end(i) - items.start(i));
      }
    }
    finish(size);
    if (size <= Protocol.MAX_SINGLE_WRITE_BYTES - position) {
      room(size);
      System.arraycopy(items.array(), items.start(0), bytes, position, size);
      out.write(bytes, 0, position + size);
    } else {
      out.write(bytes, 0, position);
      out.write(items.array(), items.start(0), size);
    }
  }

  private void finish(int itemBytes) throws ProtocolException {
    long length = (long) position - Protocol.HEADER_BYTES + itemBytes;
    if (length > Protocol.MAX_BODY_BYTES) {
      throw new ProtocolException(
          "%s of %d bytes cannot be sent: a frame holds at most %d"
              .formatted(message, length, Protocol.MAX_BODY_BYTES));
    }
    bytes[4] = (byte) (length >> 24);
    bytes[5] = (byte) (length >> 16);
    bytes[6] = (byte) (length >> 8);
    bytes[7] = (byte) length;
  }
}
