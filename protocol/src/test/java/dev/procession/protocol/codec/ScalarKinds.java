package dev.procession.protocol.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers, texts and arrays. */
final class ScalarKinds {
  private ScalarKinds() {}

  enum Suit {
    HEARTS,
    SPADES
  }

  record Cell(int x, String name) {}

  static List<Kind> numbers() {
    return List.of(
        Kind.of("true", true),
        Kind.of("false", false),
        Kind.of("zero", 0),
        Kind.of("minus one", -1),
        Kind.of("smallest int", Integer.MIN_VALUE),
        Kind.of("largest int", Integer.MAX_VALUE),
        Kind.of("long", 300L),
        Kind.of("smallest long", Long.MIN_VALUE),
        Kind.of("double", 1.5),
        Kind.of("not a number", Double.NaN),
        Kind.of("minus zero", -0.0),
        Kind.of("infinity", Double.NEGATIVE_INFINITY),
        Kind.of("float", Float.MIN_VALUE),
        Kind.of("short", (short) -3),
        Kind.of("byte", (byte) -4),
        Kind.of("char", '\uffff'),
        Kind.of("big integer", new BigInteger("-123456789012345678901234567890")),
        Kind.of("big decimal with its scale", new BigDecimal("1.50")),
        Kind.of("big decimal of negative scale", new BigDecimal("1E+100")));
  }

  @SuppressWarnings("JdkObsolete") // Users have them.
  static List<Kind> texts() {
    StringBuilder text = new StringBuilder();
    text.append("ü");
    return List.of(
        Kind.of("empty text", ""),
        Kind.of("text", "text"),
        Kind.of("Latin-1 text", "Grüße"),
        Kind.of("text of every Unicode plane", ofEveryPlane()),
        Kind.of("text with lone surrogates", "\udc00 a \ud800 b \udbff"),
        Kind.of("text with control characters", "\0\b\u007f\u0085\u2028\ufeff\uffff"),
        Kind.of("long text", "x".repeat(100_000)),
        Kind.of("long wide text", "€".repeat(5_000)),
        Kind.shown("string builder", text, Object::toString),
        Kind.shown("string buffer", new StringBuffer("日"), Object::toString));
  }

  private static String ofEveryPlane() {
    StringBuilder text = new StringBuilder();
    for (int plane = 0; plane <= 16; plane++) {
      text.appendCodePoint((plane << 16) + 0x41).appendCodePoint((plane << 16) + 0xfffd);
    }
    return text.toString();
  }

  static List<Kind> arrays() {
    return List.of(
        Kind.of("booleans", new boolean[] {true, false}),
        Kind.of("bytes", new byte[] {1, -2}),
        Kind.of("no bytes", new byte[0]),
        Kind.of("chars", new char[] {'a', '\ud800'}),
        Kind.of("shorts", new short[] {1, -2}),
        Kind.of("ints", IntStream.range(-5, 100).toArray()),
        Kind.of("longs", new long[] {Long.MIN_VALUE, 0, 1}),
        Kind.of("floats", new float[] {1.5f, Float.NaN}),
        Kind.of("doubles", new double[] {1.5, -0.0}),
        Kind.of("strings", new String[] {"a", null, "日"}),
        Kind.of("no strings", new String[0]),
        Kind.of("objects", new Object[] {1, null, "x", new Object[0]}),
        Kind.of("no objects", new Object[0]),
        Kind.of("boxes", new Integer[] {1, null}),
        Kind.of("ragged ints", new int[][] {{1}, {}, null, {2, 3}}),
        Kind.of("four dimensions", new long[2][1][3][2]),
        Kind.of("strings of strings", new String[][] {{"a"}, null}),
        Kind.of("enums", new Suit[] {Suit.SPADES, null}),
        Kind.of("records of records", new Cell[][] {{new Cell(1, "a")}, null}),
        Kind.of("lists", new List<?>[] {List.of(1), null}),
        Kind.of("array as object", new Object[] {new int[] {1}, new String[] {"x"}}),
        Kind.of("classes", new Class<?>[] {int.class, String[].class}));
  }
}
