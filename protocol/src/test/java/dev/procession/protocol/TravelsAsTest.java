package dev.procession.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.procession.protocol.codec.Trip;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Collections whose class the receiver need not have. */
class TravelsAsTest {
  private final Trip trip = new Trip();

  @TravelsAs(ArrayList.class)
  static final class Countdown extends AbstractList<Object> {
    /** What could not be sent. */
    final Thread thread = new Thread();

    @Override
    public Object get(int index) {
      return new Object[] {size() - index};
    }

    @Override
    public int size() {
      return 3;
    }
  }

  @Test
  void elementsArriveInTheCollectionThatIsNamedEvenIfTheyAreNotSerializable() throws Exception {
    List<Object> copy = trip.value(new Countdown());

    assertSame(ArrayList.class, copy.getClass());
    assertEquals(List.of(3, 2, 1), copy.stream().map(a -> ((Object[]) a)[0]).toList());
  }

  @Test
  void isTheSameListWhereverItIsMet() throws Exception {
    Countdown list = new Countdown();

    List<Object> copy = trip.value(new ArrayList<>(List.of(list, list)));

    assertSame(copy.get(0), copy.get(1));
  }

  @Test
  void nameOfTheClassIsNotSent() throws Exception {
    trip.value(new Countdown());

    assertEquals(0, trip.table.size());
  }
}
