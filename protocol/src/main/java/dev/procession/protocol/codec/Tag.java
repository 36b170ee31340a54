package dev.procession.protocol.codec;

/**
 * The first byte of an encoded item, which determines the encoding of the rest. Part of the
 * protocol.
 */
public final class Tag {
  static final byte NULL = 0;
  static final byte FALSE = 1;
  static final byte TRUE = 2;
  static final byte INT = 3;
  static final byte LONG = 4;
  static final byte DOUBLE = 5;
  static final byte FLOAT = 6;
  static final byte SHORT = 7;
  static final byte BYTE = 8;
  static final byte CHAR = 9;
  static final byte STRING = 10;
  static final byte BYTES = 11;
  static final byte INTS = 12;
  static final byte LONGS = 13;
  static final byte DOUBLES = 14;

  /** An object graph, by Kryo. */
  public static final byte GRAPH = 20;

  /** An object graph as a whole by Java serialization. */
  static final byte JAVA = 21;

  /** A lambda without captured values. */
  static final byte LAMBDA = 22;

  /** Answers that are not values. */
  static final byte THREW = 32;

  static final byte UNREADABLE = 33;
  static final byte UNWRITABLE = 34;
  static final byte SKIPPED = 35;

  private Tag() {}
}
