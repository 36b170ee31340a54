package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The other side has another version of an enum, as a worker with another JDK may. */
class EnumVersionsTest {
  private final Trip trip = new Trip();

  enum Here {
    A,
    B,
    GONE
  }

  enum There {
    NEW,
    B,
    A
  }

  /** Decodes what is in the encoder as one that has {@link There} in place of {@link Here}. */
  private Object arrived() throws Exception {
    EncodedItems items = trip.encoder.take();
    List<String> names =
        trip.table.names(0, items.namesNeeded()).stream()
            .map(name -> name.equals(Here.class.getName()) ? There.class.getName() : name)
            .toList();
    trip.known.add(0, names);
    return Objects.requireNonNull(trip.decoder.decode(items, 0));
  }

  @Test
  void constantsKeepTheirNames() throws Exception {
    trip.encoder.add(Here.A);

    assertEquals(There.A, arrived());
  }

  @Test
  void elementsOfSetsKeepTheirNames() throws Exception {
    trip.encoder.add(EnumSet.of(Here.A));

    assertEquals(EnumSet.of(There.A), arrived());
  }

  @Test
  void constantThatIsNotThereIsNamed() throws Exception {
    trip.encoder.add(List.of(Here.GONE));

    DecodingException e = assertThrows(DecodingException.class, this::arrived);

    assertEquals(There.class.getName(), e.className());
    assertTrue(String.valueOf(e.getMessage()).contains("no constant GONE"), e.getMessage());
  }
}
