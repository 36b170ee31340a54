package dev.procession.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RingTest {
  private final Ring<Integer> ring = new Ring<>(3);

  @Test
  void readerGetsEachElementOnce() {
    ring.add(1);
    ring.add(2);
    Ring.Fresh<Integer> first = ring.since(0);
    ring.add(3);

    assertEquals(new Ring.Fresh<>(List.of(1, 2), 2), first);
    assertEquals(new Ring.Fresh<>(List.of(3), 3), ring.since(first.added()));
    assertEquals(new Ring.Fresh<>(List.of(), 3), ring.since(3));
  }

  @Test
  void readerThatLagsMissesTheOldest() {
    for (int i = 1; i <= 10; i++) {
      ring.add(i);
    }

    assertEquals(new Ring.Fresh<>(List.of(8, 9, 10), 10), ring.since(1));
  }
}
