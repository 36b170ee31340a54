package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the contract of Java serialization promises to classes that are Serializable. */
@SuppressWarnings({"UnusedMethod", "UnusedVariable", "EffectivelyPrivate", "serial"})
class SerializableTest {
  private final Trip trip = new Trip();

  // What a class replaces itself with.

  private abstract static class Memo {
    int memo = -1;
  }

  private static class Message extends Memo implements Serializable {
    private static final long serialVersionUID = 1L;
    final int value;

    Message(int value) {
      this.value = value;
    }

    private Object writeReplace() {
      return new Form(Message.class, value);
    }

    private record Form(Class<?> of, int value) implements Serializable {
      private Object readResolve() {
        return new Message(value);
      }
    }
  }

  private abstract static class Replacing extends Memo implements Serializable {
    private static final long serialVersionUID = 1L;

    abstract int value();

    protected Object writeReplace() {
      return new InheritedForm(value());
    }

    private record InheritedForm(int value) implements Serializable {
      private Object readResolve() {
        return new Inheriting(value);
      }
    }
  }

  private static final class Inheriting extends Replacing {
    private static final long serialVersionUID = 1L;
    private final int value;

    Inheriting(int value) {
      this.value = value;
    }

    @Override
    int value() {
      return value;
    }
  }

  private abstract static class NotSerializableReplacing {
    int memo = -1;

    abstract int value();

    Object writeReplace() {
      return new LateForm(value());
    }

    private record LateForm(int value) implements Serializable {
      private Object readResolve() {
        return new Late(value);
      }
    }
  }

  private static final class Late extends NotSerializableReplacing implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int value;

    Late(int value) {
      this.value = value;
    }

    @Override
    int value() {
      return value;
    }
  }

  @Test
  void replacementTravelsWhateverTheSuperclassHolds() throws Exception {
    assertEquals(7, trip.value(new Message(7)).value);
    assertEquals(8, trip.value(List.of(new Message(8))).get(0).value);
    assertEquals(
        9,
        Objects.requireNonNull(trip.value(new Zoo.Box<>(new Message(9), "record")).content())
            .value);
    Answer answer = trip.answer(new Answer.Value(new Message(7)));
    Object result = Objects.requireNonNull(((Answer.Value) answer).value());
    assertEquals(7, ((Message) result).value);
  }

  @Test
  void replacementThatASuperclassDeclaresTravels() throws Exception {
    assertEquals(7, trip.value(new Inheriting(7)).value());
    assertEquals(8, trip.value(new Late(8)).value());
  }

  @Test
  void replacementTravelsInAnException() throws Exception {
    GraphKinds.Detailed error = new GraphKinds.Detailed(1, new Message(7), null);

    assertEquals(7, ((Message) ((GraphKinds.Detailed) trip.thrown(error)).detail).value);
  }

  @Test
  void classItselfTravelsAlsoWhenItsObjectsWouldLoseSomething() throws Exception {
    Map<String, Object> map = new HashMap<>(Map.of("class", Message.class));
    map.put("by Java serialization", new Hooked.Tagged("x"));

    assertEquals(map, trip.value(map));
  }

  // How it is made again.

  private static final class Ticket implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Owned by the test's thread. */
    private static int made;

    int number;
    transient List<String> cache = new ArrayList<>();

    Ticket() {
      number = ++made;
    }
  }

  @Test
  void ownConstructorDoesNotRun() throws Exception {
    Ticket ticket = new Ticket();
    int made = Ticket.made;

    Ticket arrived = trip.value(ticket);

    assertEquals(made, Ticket.made);
    assertEquals(ticket.number, arrived.number);
    assertNull((Object) arrived.cache);
  }

  private static final class Registry implements Serializable {
    private static final long serialVersionUID = 1L;
    private static @Nullable Registry only;
    private final String name = "main";

    private Registry() {
      if (only != null) {
        throw new IllegalStateException("there is one already");
      }
      only = this;
    }
  }

  @Test
  void constructorThatAllowsOneObjectOnlyIsNoObstacle() throws Exception {
    Registry one = new Registry();

    assertEquals("main", trip.value(one).name);
    assertEquals("main", trip.value(List.of(one)).get(0).name);
  }

  private static class Counted {
    /** Owned by the test's thread. */
    private static int made;

    transient String fromConstructor;

    Counted() {
      made++;
      fromConstructor = "made";
    }
  }

  private static class SerializableOfCounted extends Counted implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Owned by the test's thread. */
    private static int madeHere;

    final int value;

    SerializableOfCounted() {
      madeHere++;
      value = madeHere;
    }
  }

  @Test
  void constructorOfTheFirstSuperclassThatIsNotSerializableRuns() throws Exception {
    SerializableOfCounted one = new SerializableOfCounted();
    int made = Counted.made;
    int madeHere = SerializableOfCounted.madeHere;

    SerializableOfCounted arrived = trip.value(one);

    assertEquals(made + 1, Counted.made);
    assertEquals(madeHere, SerializableOfCounted.madeHere);
    assertEquals("made", arrived.fromConstructor);
    assertEquals(one.value, arrived.value);
  }

  private static class Throwing {
    /** Owned by the test's thread. */
    private static boolean throwsNow;

    Throwing() {
      if (throwsNow) {
        throw new IllegalStateException("not again");
      }
    }
  }

  private static final class SerializableOfThrowing extends Throwing implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void constructorOfTheSuperclassThatThrowsIsNamed() throws Exception {
    SerializableOfThrowing one = new SerializableOfThrowing();
    Throwing.throwsNow = true;
    try {
      DecodingException e = assertThrows(DecodingException.class, () -> trip.value(one));

      assertTrue(String.valueOf(e.getMessage()).contains("not again"), e.getMessage());
      assertEquals(SerializableOfThrowing.class.getName(), e.className());
    } finally {
      Throwing.throwsNow = false;
    }
  }

  private static class WithoutSuchConstructor {
    final int below;

    WithoutSuchConstructor(int below) {
      this.below = below;
    }
  }

  private static final class SerializableWithoutIt extends WithoutSuchConstructor
      implements Serializable {
    private static final long serialVersionUID = 1L;

    SerializableWithoutIt(int below) {
      super(below);
    }
  }

  /** Java serialization would refuse it. */
  @Test
  void superclassWithoutSuchAConstructorIsNoObstacle() throws Exception {
    assertEquals(5, trip.value(new SerializableWithoutIt(5)).below);
  }

  private static final class OwnList extends AbstractList<Integer> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int[] elements;

    OwnList(int... elements) {
      this.elements = elements;
    }

    @Override
    public Integer get(int index) {
      return elements[index];
    }

    @Override
    public int size() {
      return elements.length;
    }
  }

  @Test
  void superclassOfTheJdkIsMadeByItsConstructor() throws Exception {
    OwnList arrived = trip.value(new OwnList(1, 2));

    assertEquals(List.of(1, 2), arrived);
    assertNotNull(arrived.iterator());
  }

  /** Other classes promise nothing about it; their transient fields would be lost without. */
  @Test
  void constructorOfAClassThatIsNotSerializableRuns() throws Exception {
    assertEquals(List.of(), trip.value(new Zoo.Cached()).cache);
  }
}
