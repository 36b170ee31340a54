package dev.procession.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChunkSizerTest {
  private static final long MICROSECOND = 1_000;

  @Test
  void fewItemsOfALargeChunkSayLittle() {
    ChunkSizer sizer = sizerOf(100 * MICROSECOND);

    // Nearly all of the next item's time is in it.
    sizer.measure(1, 199 * MICROSECOND);
    int after = sizer.items();

    assertTrue(after >= 49, () -> "" + after);
  }

  @Test
  void oneItemThatTakesLongIsBelieved() {
    ChunkSizer sizer = sizerOf(MICROSECOND);

    sizer.measure(1, 1_000_000 * MICROSECOND);

    assertEquals(1, sizer.items());
  }

  @Test
  void aSlowFirstItemIsSoonForgotten() {
    ChunkSizer sizer = new ChunkSizer(OptionalInt.empty(), 4);
    sizer.measure(1, 50_000 * MICROSECOND);

    for (int i = 0; i < 6; i++) {
      sizer.measure(sizer.items(), sizer.items() * 10L * MICROSECOND);
    }

    int after = sizer.items();
    assertTrue(after >= 5, () -> "" + after);
  }

  @Test
  void chunksOfManyWorkersAreLonger() {
    ChunkSizer sizer = sizerOf(100 * MICROSECOND);
    int ofFew = sizer.items();

    sizer.resize(1_000);
    for (int i = 0; i < 10; i++) {
      sizer.measure(sizer.items(), sizer.items() * 100L * MICROSECOND);
    }

    assertEquals(10 * ofFew, sizer.items());
  }

  /** One that has seen many items that all took as long. */
  private static ChunkSizer sizerOf(long itemNanos) {
    ChunkSizer sizer = new ChunkSizer(OptionalInt.empty(), 4);
    for (int i = 0; i < 10; i++) {
      sizer.measure(sizer.items(), sizer.items() * itemNanos);
    }
    assertEquals(ChunkSizer.TARGET_NANOS / itemNanos, sizer.items());
    return sizer;
  }
}
