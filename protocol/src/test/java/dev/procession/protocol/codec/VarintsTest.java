package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VarintsTest {
  private static final byte TAG = 9;

  /** All powers of two and their neighbours, of both signs, and some at random. */
  private static long[] longs() {
    LongStream edges =
        LongStream.range(0, 64).map(bit -> 1L << bit).flatMap(p -> LongStream.of(p - 1, p, -p));
    return LongStream.concat(edges, new SplittableRandom(7).longs(1000)).toArray();
  }

  @Test
  void longsAreWrittenAndReadAsKryoDoes() {
    for (long value : longs()) {
      byte[] bytes = written(value);

      assertEquals(TAG, bytes[0]);
      Output kryos = new Output(16);
      kryos.writeVarLong(value, false);
      assertArrayEquals(kryos.toBytes(), Arrays.copyOfRange(bytes, 1, bytes.length));
      assertEquals(value, Varints.readLong(bytes, 1, bytes.length));
    }
  }

  @Test
  void intsAreWrittenAndReadAsKryoDoes() {
    for (long each : longs()) {
      int value = (int) each;
      byte[] bytes = written(value);

      Output kryos = new Output(16);
      kryos.writeVarInt(value, false);
      assertArrayEquals(kryos.toBytes(), Arrays.copyOfRange(bytes, 1, bytes.length));
      assertEquals(value, Varints.readInt(bytes, 1, bytes.length));
    }
  }

  @Test
  void numbersThatAreCutOrTooLongAreMisread() {
    byte[] bytes = written(Long.MIN_VALUE);
    for (int end = 1; end < bytes.length; end++) {
      int cut = end;
      assertThrows(Misread.class, () -> Varints.readLong(bytes, 1, cut));
      assertThrows(Misread.class, () -> Varints.readInt(bytes, 1, cut));
    }
    assertThrows(Misread.class, () -> Varints.readInt(bytes, 1, bytes.length));
    byte[] longer = {2, 0};
    assertThrows(Misread.class, () -> Varints.readInt(longer, 0, 2));
    assertThrows(Misread.class, () -> Varints.readLong(longer, 0, 2));
  }

  private static byte[] written(long value) {
    ItemBuffer buffer = new ItemBuffer();
    buffer.startItem(100);
    buffer.number(TAG, value);
    return buffer.toBytes();
  }
}
