package dev.procession.protocol.codec.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts numbers and arrays of numbers to little-endian bytes and back, at the speed of memory.
 */
public final class LittleEndian {
  /** In a class of their own: to make them costs a start more than most programs save by them. */
  private static final class Handles {
    static final VarHandle INTS =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle DOUBLES =
        MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  }

  private LittleEndian() {}

  static void put(int value, byte[] into, int at) {
    into[at] = (byte) value;
    into[at + 1] = (byte) (value >> 8);
    into[at + 2] = (byte) (value >> 16);
    into[at + 3] = (byte) (value >> 24);
  }

  public static int int32(byte[] from, int at) {
    return (from[at] & 0xff)
        | (from[at + 1] & 0xff) << 8
        | (from[at + 2] & 0xff) << 16
        | from[at + 3] << 24;
  }

  public static long int64(byte[] from, int at) {
    return Integer.toUnsignedLong(int32(from, at))
        | (long) int32(from, at + Integer.BYTES) << Integer.SIZE;
  }

  public static void put(int[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      Handles.INTS.set(into, at + i * Integer.BYTES, values[i]);
    }
  }

  public static void put(long[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      Handles.LONGS.set(into, at + i * Long.BYTES, values[i]);
    }
  }

  public static void put(double[] values, byte[] into, int at) {
    for (int i = 0; i < values.length; i++) {
      Handles.DOUBLES.set(into, at + i * Double.BYTES, values[i]);
    }
  }

  public static int[] ints(byte[] from, int at, int bytes) {
    int[] values = new int[bytes / Integer.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) Handles.INTS.get(from, at + i * Integer.BYTES);
    }
    return values;
  }

  public static long[] longs(byte[] from, int at, int bytes) {
    long[] values = new long[bytes / Long.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Handles.LONGS.get(from, at + i * Long.BYTES);
    }
    return values;
  }

  public static double[] doubles(byte[] from, int at, int bytes) {
    double[] values = new double[bytes / Double.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) Handles.DOUBLES.get(from, at + i * Double.BYTES);
    }
    return values;
  }
}
