package dev.procession.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the body of one frame. Every count and length is checked before anything is allocated. */
final class WireInput {
  private final String message;
  private final byte[] bytes;

  /** Owned by the one thread that reads this frame. */
  private int position;

  WireInput(String message, Frame frame) {
    this.message = message;
    this.bytes = frame.body();
  }

  static int int32(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  long number(String what, long max) throws ProtocolException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = octet(what);
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        if (value > max) {
          throw bad(what + " is " + value + ", more than " + max);
        }
        return value;
      }
    }
    throw bad(what + " is not a number");
  }

  /** A number of any sign. */
  long int64(String what) throws ProtocolException {
    long high = number(what, 0xffff_ffffL);
    return (high << Integer.SIZE) | number(what, 0xffff_ffffL);
  }

  int count(String what, int max) throws ProtocolException {
    return (int) number(what, max);
  }

  /**
   * The number of elements that follow; each takes at least a byte, so as many bytes must be left.
   */
  private int countOfRest(String what) throws ProtocolException {
    long count = number(what, Integer.MAX_VALUE);
    if (count > remaining()) {
      throw bad(what + " is " + count + ", but " + remaining() + " bytes are left");
    }
    return (int) count;
  }

  boolean flag(String what) throws ProtocolException {
    return number(what, 1) == 1;
  }

  private byte octet(String what) throws ProtocolException {
    if (position == bytes.length) {
      throw bad("the body ends before " + what);
    }
    return bytes[position++];
  }

  byte[] bytes(String what) throws ProtocolException {
    int length = countOfRest("the length of " + what);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  String text(String what, int maxChars) throws ProtocolException {
    int length = countOfRest("the length of " + what);
    int end = position + length;
    char[] chars = new char[Math.min(length, maxChars)];
    int count = 0;
    while (position < end) {
      if (count == maxChars) {
        throw bad(what + " is longer than " + maxChars + " characters");
      }
      chars[count++] = unit(what, end);
    }
    return new String(chars, 0, count);
  }

  private char unit(String what, int end) throws ProtocolException {
    int first = bytes[position++];
    if (first >= 0) {
      return (char) first;
    }
    int more = (first & 0xe0) == 0xc0 ? 1 : 2;
    if ((first & 0xc0) != 0xc0 || end - position < more) {
      throw bad(what + " is not text");
    }
    int value = more == 1 ? first & 0x1f : first & 0x0f;
    for (int i = 0; i < more; i++) {
      int next = bytes[position++];
      if ((next & 0xc0) != 0x80) {
        throw bad(what + " is not text");
      }
      value = (value << 6) | (next & 0x3f);
    }
    return (char) value;
  }

  List<String> names() throws ProtocolException {
    int count = countOfRest("the number of names");
    if (count > Protocol.MAX_NAMES) {
      throw bad("it claims to have " + count + " names, more than " + Protocol.MAX_NAMES);
    }
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(text("a name", Protocol.MAX_NAME_CHARS));
    }
    return names;
  }

  /** The rest of the body; the items share its array. */
  EncodedItems items() throws ProtocolException {
    int namesNeeded = count("the number of names needed", Protocol.MAX_NAMES);
    int count = countOfRest("the number of items");
    if (count > Protocol.MAX_CHUNK_ITEMS) {
      throw bad("it claims to have " + count + " items, more than " + Protocol.MAX_CHUNK_ITEMS);
    }
    int uniformBytes = countOfRest("the length of each item");
    return uniformBytes > 0
        ? uniformItems(uniformBytes, count, namesNeeded)
        : itemsOfDifferentLengths(count, namesNeeded);
  }

  /** As many items as the beginning of a body says, without their bytes. */
  EncodedItems itemsWithoutContent() throws ProtocolException {
    count("the number of names needed", Protocol.MAX_NAMES);
    int count = count("the number of items", Protocol.MAX_CHUNK_ITEMS);
    return EncodedItems.uniform(new byte[count], 0, 1, count, 0);
  }

  private EncodedItems uniformItems(int uniformBytes, int count, int namesNeeded)
      throws ProtocolException {
    long sum = (long) uniformBytes * count;
    if (sum != remaining()) {
      throw bad("its items claim " + sum + " bytes, but the rest has " + remaining());
    }
    int from = position;
    position = bytes.length;
    return EncodedItems.uniform(bytes, from, uniformBytes, count, namesNeeded);
  }

  private EncodedItems itemsOfDifferentLengths(int count, int namesNeeded)
      throws ProtocolException {
    // An item takes at least two bytes: one says its length, one is its tag.
    if (count > remaining() / 2) {
      throw bad("it claims to have " + count + " items, more than fit");
    }
    int[] ends = new int[count + 1];
    long sum = 0;
    for (int i = 1; i <= count; i++) {
      int length = countOfRest("the length of an item");
      if (length == 0) {
        throw bad("its item " + (i - 1) + " has no bytes, not even a tag");
      }
      sum += length;
      ends[i] = (int) Math.min(sum, Integer.MAX_VALUE);
    }
    if (sum != remaining()) {
      throw bad("its items claim " + sum + " bytes, but the rest has " + remaining());
    }
    for (int i = 0; i <= count; i++) {
      ends[i] += position;
    }
    position = bytes.length;
    return new EncodedItems(bytes, ends, count + 1, namesNeeded).slice(1, count + 1);
  }

  void end() throws ProtocolException {
    if (remaining() > 0) {
      throw bad("it has " + remaining() + " bytes too many");
    }
  }

  ProtocolException bad(String why) {
    return new ProtocolException(
        "Bad %s of %d bytes, at byte %d: %s: %s"
            .formatted(message, bytes.length, position, why, Quote.of(bytes, 0, bytes.length)));
  }

  private int remaining() {
    return bytes.length - position;
  }
}
