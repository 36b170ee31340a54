package dev.procession.protocol.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers, and arrays of them at the speed of memory, as bytes and back. Little endian. */
final class Numbers {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle DOUBLES =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private Numbers() {}

  /** Without the handles, which would cost the start of a worker more than they bring. */
  static void put(int value, byte[] into, int at) {
    into[at] = (byte) value;
    into[at + 1] = (byte) (value >> 8);
    into[at + 2] = (byte) (value >> 16);
    into[at + 3] = (byte) (value >> 24);
  }

  static int int32(byte[] from, int at) {
    return (from[at] & 0xff)
        | (from[at + 1] & 0xff) << 8
        | (from[at + 2] & 0xff) << 16
        | from[at + 3] << 24;
  }

  static long int64(byte[] from, int at) {
    return Integer.toUnsignedLong(int32(from, at))
        | (long) int32(from, at + Integer.BYTES) << Integer.SIZE;
  }

  static void put(int[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      INTS.set(into, at + i * Integer.BYTES, values[i]);
    }
  }

  static void put(long[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      LONGS.set(into, at + i * Long.BYTES, values[i]);
    }
  }

  static void put(double[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      DOUBLES.set(into, at + i * Double.BYTES, values[i]);
    }
  }

  static int[] ints(byte[] from, int at, int bytes) {
    int[] values = new int[bytes / Integer.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) INTS.get(from, at + i * Integer.BYTES);
    }
    return values;
  }

  static long[] longs(byte[] from, int at, int bytes) {
    long[] values = new long[bytes / Long.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) LONGS.get(from, at + i * Long.BYTES);
    }
    return values;
  }

  static double[] doubles(byte[] from, int at, int bytes) {
    double[] values = new double[bytes / Double.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) DOUBLES.get(from, at + i * Double.BYTES);
    }
    return values;
  }

  static Form ints() {
    return SmallForms.of(
        int[].class,
        (graph, buffer, ints) -> {
          buffer.writeVarInt(ints.length, true);
          int at = buffer.claim((long) ints.length * Integer.BYTES);
          Numbers.put(ints, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Integer.BYTES) * Integer.BYTES;
          int at = input.skipOver(bytes);
          return Numbers.ints(input.getBuffer(), at, bytes);
        });
  }

  static Form longs() {
    return SmallForms.of(
        long[].class,
        (graph, buffer, longs) -> {
          buffer.writeVarInt(longs.length, true);
          int at = buffer.claim((long) longs.length * Long.BYTES);
          Numbers.put(longs, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Long.BYTES) * Long.BYTES;
          int at = input.skipOver(bytes);
          return Numbers.longs(input.getBuffer(), at, bytes);
        });
  }

  static Form doubles() {
    return SmallForms.of(
        double[].class,
        (graph, buffer, doubles) -> {
          buffer.writeVarInt(doubles.length, true);
          int at = buffer.claim((long) doubles.length * Double.BYTES);
          Numbers.put(doubles, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Double.BYTES) * Double.BYTES;
          int at = input.skipOver(bytes);
          return Numbers.doubles(input.getBuffer(), at, bytes);
        });
  }
}
