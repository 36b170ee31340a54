package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One kind of value that travels.
 *
 * @param name what it is
 * @param value an example
 * @param arrivesAs the class of what arrives, or an interface of it
 * @param shown what must be the same of the original and of what arrives: for most the object
 *     itself; where equality says nothing, all that can be seen of it
 */
record Kind(String name, Object value, Class<?> arrivesAs, Shown shown) {
  /** Shows an object as something that has a meaningful equality. */
  interface Shown {
    Object of(Object object) throws Exception;
  }

  /** Arrives equal and of the same class. */
  static Kind of(String name, Object value) {
    return new Kind(name, value, value.getClass(), o -> o);
  }

  /** Arrives equal, of another class. */
  static Kind as(Class<?> arrivesAs, String name, Object value) {
    return new Kind(name, value, arrivesAs, o -> o);
  }

  /** Has no equality of its own. */
  static Kind shown(String name, Object value, Shown shown) {
    return new Kind(name, value, value.getClass(), shown);
  }

  /** A collection that is equal to itself only, or a copy of one, as its elements in order. */
  static Kind elements(Class<?> arrivesAs, String name, Collection<?> value) {
    return new Kind(name, value, arrivesAs, o -> List.of(((Collection<?>) o).toArray()));
  }

  static Kind elements(String name, Collection<?> value) {
    return elements(value.getClass(), name, value);
  }

  void assertArrived(@Nullable Object arrived) throws Exception {
    Object there = Objects.requireNonNull(arrived);
    if (arrivesAs.isInterface()) {
      assertInstanceOf(arrivesAs, there);
    } else {
      assertSame(arrivesAs, there.getClass());
    }
    Object expected = shown.of(value);
    Object actual = shown.of(there);
    if (expected.getClass().isArray()) {
      assertTrue(Objects.deepEquals(expected, actual), name);
    } else {
      assertEquals(expected, actual);
    }
  }

  /** Whether one object in two places of a value is one object again when it arrives. */
  boolean hasIdentity() {
    return !(value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character);
  }

  @Override
  public String toString() {
    return name;
  }
}
