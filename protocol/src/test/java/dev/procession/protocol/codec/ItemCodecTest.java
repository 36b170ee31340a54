package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ProtocolException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Items and answers in one buffer, one after the other. */
class ItemCodecTest {
  private final Trip trip = new Trip();

  @Test
  void manyItemsAreDecodedOneByOneInAnyOrder() throws Exception {
    List<@Nullable Object> values =
        Arrays.asList(1, null, "x", List.of(1, "y"), new Zoo.Point(1, 2), new byte[0]);
    for (Object value : values) {
      trip.encoder.add(value);
    }
    assertEquals(values.size(), trip.encoder.count());

    EncodedItems items = trip.send();

    assertEquals(values.size(), items.count());
    assertEquals(new Zoo.Point(1, 2), trip.decoder.decode(items, 4));
    assertEquals(List.of(1, "y"), trip.decoder.decode(items, 3));
    assertNull(trip.decoder.decode(items, 1));
    assertEquals(new Zoo.Point(1, 2), trip.decoder.decode(items.slice(3, 5), 1));
    assertEquals(0, trip.encoder.count());
    assertEquals(0, trip.encoder.sizeBytes());
  }

  @Test
  void smallValuesTakeFewBytes() throws Exception {
    trip.encoder.add(5);
    assertEquals(5, trip.encoder.sizeBytes());
    trip.encoder.add(-5L);
    assertEquals(14, trip.encoder.sizeBytes());
    trip.encoder.add("abc");
    assertEquals(19, trip.encoder.sizeBytes());
  }

  @Test
  void numbersOfOneTypeNeedNoLengths() throws Exception {
    for (int number : new int[] {0, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 15}) {
      trip.encoder.add(number);
    }

    EncodedItems items = trip.send();

    assertEquals(5, items.uniformBytes());
    assertEquals(Integer.MIN_VALUE, trip.decoder.decode(items, 4));
    assertEquals(1 << 15, trip.decoder.decode(items.slice(3, 6).slice(1, 3), 1));
  }

  @Test
  void oneValueOfAnotherLengthGivesAllTheirOwn() throws Exception {
    for (int odd = 1; odd <= 40; odd++) {
      for (int i = 0; i < 40; i++) {
        trip.encoder.add(i == odd ? "another" : i);
      }

      EncodedItems items = trip.send();

      assertEquals(odd < 40 ? 0 : 5, items.uniformBytes());
      for (int i = 0; i < 40; i++) {
        assertEquals(i == odd ? "another" : (Object) i, trip.decoder.decode(items, i));
        assertEquals(i == odd ? "another" : (Object) i, trip.decoder.decode(items.slice(i, 40), 0));
      }
    }
  }

  @Test
  void classNameTravelsOnlyOnce() throws Exception {
    trip.value(new Zoo.Point(1, 2));

    trip.encoder.add(new Zoo.Point(1, 2));

    EncodedItems items = trip.send();
    assertTrue(items.sizeBytes() < 8, () -> items.sizeBytes() + " bytes");
    assertEquals(1, trip.known.size());
  }

  @Test
  void answersOfAllKindsArrive() throws Exception {
    List<Answer> answers =
        List.of(
            new Answer.Value(null),
            new Answer.Value(List.of(1)),
            new Answer.Unreadable("a.B", "B.c", "why"),
            new Answer.Unwritable("a.B", "B.c", "why not"),
            new Answer.Skipped());

    for (Answer answer : answers) {
      assertEquals(answer, trip.answer(answer));
    }
  }

  @Test
  void namesThatDoNotContinueTheTableAreRefused() throws Exception {
    KnownNames known = new KnownNames();
    known.add(0, List.of("a"));

    assertThrows(ProtocolException.class, () -> known.add(0, List.of("b")));
    assertThrows(ProtocolException.class, () -> known.add(2, List.of("b")));
    assertEquals("a", known.name(0));
  }

  @Test
  void itemsOfAllSizesAroundBuffersSurvive() throws Exception {
    for (int size : new int[] {0, 1, 1022, 1023, 1024, 4095, 4096, 4097, 65535, 65536, 65537}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) size);
      trip.encoder.add(bytes);
      trip.encoder.add("x".repeat(size));
      trip.encoder.add(new long[size]);
      EncodedItems items = trip.send();

      assertTrue(Arrays.equals(bytes, (byte[]) trip.decoder.decode(items, 0)));
      assertEquals("x".repeat(size), trip.decoder.decode(items, 1));
      assertTrue(Arrays.equals(new long[size], (long[]) trip.decoder.decode(items, 2)));
    }
  }
}
