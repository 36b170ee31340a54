package dev.procession.cluster.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.cluster.ignite.Envelope.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OrderingTest {
  private static final int COUNT = 100;

  private static Envelope carried(long number) {
    return new Envelope(Kind.CARRIED, 1, number, new byte[] {(byte) number});
  }

  @Test
  void whatComesInAnyOrderIsPassedOnInItsOwn() {
    long seed = new Random().nextLong();
    List<Envelope> shuffled =
        new ArrayList<>(LongStream.range(0, COUNT).mapToObj(OrderingTest::carried).toList());
    Collections.shuffle(shuffled, new Random(seed));
    List<Long> taken = new ArrayList<>();
    Ordering ordering = new Ordering(envelope -> taken.add(envelope.number()));

    shuffled.forEach(ordering::accept);

    assertEquals(LongStream.range(0, COUNT).boxed().toList(), taken, "seed " + seed);
  }

  @Test
  void nothingIsPassedOnTwice() {
    List<Long> taken = new ArrayList<>();
    Ordering ordering = new Ordering(envelope -> taken.add(envelope.number()));

    for (long number : new long[] {1, 0, 0, 1, 2}) {
      ordering.accept(carried(number));
    }

    assertEquals(List.of(0L, 1L, 2L), taken);
  }

  @Test
  void envelopesAreReadAsTheyWereWritten() {
    Envelope written = new Envelope(Kind.CLOSED, 7, 9, Envelope.text("why"));

    Envelope read = Envelope.of(written.encoded());

    assertEquals(Kind.CLOSED, read.kind());
    assertEquals(7, read.session());
    assertEquals(9, read.number());
    assertArrayEquals(written.bytes(), read.bytes());
    assertThrows(IllegalArgumentException.class, () -> Envelope.of(new byte[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> Envelope.of(new byte[] {99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  }
}
