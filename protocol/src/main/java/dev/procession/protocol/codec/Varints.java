package dev.procession.protocol.codec;

/**
 * Whole numbers as Kryo writes them: zigzag, so that small ones are short whatever their sign, then
 * seven bits a byte, the lowest first. By ourselves, because Kryo's reader is slow where the bytes
 * end right behind the number, which for an item is always.
 */
final class Varints {
  private static final int MAX_INT_BYTES = 5;
  static final int MAX_LONG_BYTES = 9;

  private Varints() {}

  /** Reads the int that takes the bytes up to {@code end}. */
  static int readInt(byte[] bytes, int from, int end) {
    int word = 0;
    int shift = 0;
    for (int at = from; at < end && at < from + MAX_INT_BYTES; at++) {
      byte next = bytes[at];
      word |= (next & 0x7f) << shift;
      if (next >= 0) {
        checkEnd(at + 1, end);
        return (word >>> 1) ^ -(word & 1);
      }
      shift += 7;
    }
    throw new Misread("a number of " + (end - from) + " bytes has no end");
  }

  /** Reads the long that takes the bytes up to {@code end}; the ninth byte has all its bits. */
  static long readLong(byte[] bytes, int from, int end) {
    long word = 0;
    int shift = 0;
    for (int at = from; at < end && at < from + MAX_LONG_BYTES; at++) {
      byte next = bytes[at];
      boolean isNinth = at == from + MAX_LONG_BYTES - 1;
      word |= (isNinth ? next & 0xffL : next & 0x7fL) << shift;
      if (next >= 0 || isNinth) {
        checkEnd(at + 1, end);
        return (word >>> 1) ^ -(word & 1);
      }
      shift += 7;
    }
    throw new Misread("a number of " + (end - from) + " bytes has no end");
  }

  private static void checkEnd(int at, int end) {
    if (at < end) {
      throw new Misread((end - at) + " bytes are left over after the value");
    }
  }
}
