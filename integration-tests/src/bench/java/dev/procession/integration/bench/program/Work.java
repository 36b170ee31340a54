package dev.procession.integration.bench.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The work itself, which is the same for everyone. */
public final class Work {
  /** The length of one large item. */
  public static final int PAYLOAD_BYTES = 1 << 20;

  /** The largest number whose square is an int. */
  private static final int LARGEST_ROOT = 46_340;

  /** About a microsecond of arithmetic. */
  private static final int STEPS_PER_MICROSECOND = 500;

  private Work() {}

  /** Boxed ints whose squares are ints. */
  public static List<Integer> numbers(int count) {
    return IntStream.range(0, count).map(i -> i % LARGEST_ROOT).boxed().toList();
  }

  /** Arrays of different bytes. */
  public static List<byte[]> payloads(int count) {
    Random random = new Random(1);
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[PAYLOAD_BYTES];
      random.nextBytes(payload);
      payloads.add(payload);
    }
    return payloads;
  }

  /** Keeps a processor busy for about so long, by arithmetic that depends on itself. */
  public static long compute(int micros) {
    long value = micros | 1;
    for (long i = (long) micros * STEPS_PER_MICROSECOND; i > 0; i--) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }
}
