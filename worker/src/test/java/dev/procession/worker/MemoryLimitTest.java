package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private static final long MIB = 1 << 20;

  /** What the limit under test is told. */
  private long resident;

  private long now;
  private int looks;

  private final MemoryLimit limit =
      new MemoryLimit(
          100 * MIB,
          () -> {
            looks++;
            return resident;
          },
          () -> now);

  @Test
  void itemThatTakesLongIsLookedAtOnceItHasEnded() {
    now += MemoryLimit.INTERVAL_NANOS;
    resident = 250 * MIB + MIB / 2;

    assertEquals(
        Optional.of("resident memory is 250.5 MiB, more than the 100.0 MiB of maxWorkerMemory"),
        limit.exceeded());
  }

  @Test
  void shortItemsAreLookedAtTogether() {
    for (int i = 0; i < 10; i++) {
      now += MemoryLimit.INTERVAL_NANOS / 4;
      limit.exceeded();
    }

    assertEquals(2, looks);
  }

  @Test
  void theLimitItselfIsAllowed() {
    now += MemoryLimit.INTERVAL_NANOS;
    resident = 100 * MIB;

    assertEquals(Optional.empty(), limit.exceeded());
  }

  @Test
  void memoryOutsideOfTheHeapCounts() {
    assumeTrue(Files.exists(Path.of("/proc/self/statm")), "only the heap is known here");
    LongSupplier memory = ResidentMemory.ofThisProcess();
    long before = memory.getAsLong();

    ByteBuffer touched = ByteBuffer.allocateDirect((int) (64 * MIB));
    for (int at = 0; at < touched.capacity(); at += 1024) {
      touched.put(at, (byte) 1);
    }

    long after = memory.getAsLong();
    assertTrue(before > 10 * MIB && after > before + 50 * MIB, before + " to " + after);
    assertEquals(1, touched.get(1024));
  }

  @Test
  void theHeapIsKnownEverywhere() {
    byte[] held = new byte[(int) (16 * MIB)];

    assertTrue(ResidentMemory.usedHeap() > 16 * MIB);
    assertEquals(16 * MIB, held.length);
  }
}
