package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.lambda.LambdaLinks;
import dev.procession.task.SerializableFunction;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** References to one method for arguments of several types, which javac itself mixes up. */
class SameMethodTest {
  private final Trip trip = new Trip();

  /** All these come from one class, of which a copy may come from another loader. */
  static final class Twins {
    private Twins() {}

    private static String text(Object item) {
      return "text of " + item;
    }

    private record Prefix(Object prefix) {
      private String before(Object item) {
        return prefix + " before " + item;
      }
    }

    interface Marker {}

    interface Narrow<T extends Number> extends Function<T, String>, Serializable {
      @Override
      String apply(T item);
    }

    private static final class Wrapped {
      private final Object content;

      Wrapped(Object content) {
        this.content = content;
      }

      @Override
      public String toString() {
        return "wrapped " + content;
      }
    }

    static SerializableFunction<Integer, String> ofInteger() {
      return Twins::text;
    }

    static SerializableFunction<String, String> ofString() {
      return Twins::text;
    }

    static SerializableFunction<Integer, String> boundOfInteger(Object prefix) {
      return new Prefix(prefix)::before;
    }

    static SerializableFunction<String, String> boundOfString(Object prefix) {
      return new Prefix(prefix)::before;
    }

    static SerializableFunction<Integer, Object> constructorOfInteger() {
      return Wrapped::new;
    }

    static SerializableFunction<String, Object> constructorOfString() {
      return Wrapped::new;
    }

    static SerializableFunction<Integer, String> unboundOfInteger() {
      return Object::toString;
    }

    static SerializableFunction<List<?>, String> unboundOfList() {
      return Object::toString;
    }

    @SuppressWarnings("unchecked")
    static Function<Integer, String> markedOfInteger() {
      return (Function<Integer, String> & Serializable & Marker) Twins::text;
    }

    @SuppressWarnings("unchecked")
    static Function<String, String> markedOfString() {
      return (Function<String, String> & Serializable & Marker) Twins::text;
    }

    static Narrow<Integer> narrowOfInteger() {
      return Twins::text;
    }

    static Narrow<Long> narrowOfLong() {
      return Twins::text;
    }
  }

  @Test
  void eachKeepsTheTypeOfItsArguments() throws Exception {
    assertEquals("text of 1", trip.value(Twins.ofInteger()).apply(1));
    assertEquals("text of a", trip.value(Twins.ofString()).apply("a"));
    assertEquals("text of 2", trip.value(Twins.ofInteger()).apply(2));
    assertEquals("text of b", trip.value(Twins.ofString()).apply("b"));
  }

  @Test
  void typeOfArgumentsIsStillChecked() throws Exception {
    @SuppressWarnings("unchecked")
    var raw = (SerializableFunction<Object, String>) (Object) trip.value(Twins.ofString());

    assertThrows(ClassCastException.class, () -> raw.apply(1));
  }

  @Test
  void boundAndUnboundAndConstructorReferencesToo() throws Exception {
    assertEquals("p before 1", trip.value(Twins.boundOfInteger("p")).apply(1));
    assertEquals("p before a", trip.value(Twins.boundOfString("p")).apply("a"));
    assertEquals("q before b", trip.value(Twins.boundOfString("q")).apply("b"));
    assertEquals("wrapped 1", trip.value(Twins.constructorOfInteger()).apply(1).toString());
    assertEquals("wrapped a", trip.value(Twins.constructorOfString()).apply("a").toString());
    assertEquals("1", trip.value(Twins.unboundOfInteger()).apply(1));
    assertEquals("[]", trip.value(Twins.unboundOfList()).apply(List.of()));
  }

  @Test
  void markersAndBridgesAreKept() throws Exception {
    assertInstanceOf(Twins.Marker.class, trip.value(Twins.markedOfInteger()));
    assertInstanceOf(Twins.Marker.class, trip.value(Twins.markedOfString()));
    Function<Long, String> bridged = trip.value(Twins.narrowOfLong());

    assertEquals("text of a", trip.value(Twins.markedOfString()).apply("a"));
    assertEquals("text of 1", trip.value(Twins.narrowOfInteger()).apply(1));
    assertEquals("text of 2", bridged.apply(2L));
  }

  @Test
  void whatArrivedCanTravelOn() throws Exception {
    assertEquals("text of a", trip.value(trip.value(Twins.ofString())).apply("a"));
  }

  /** Each class loader has an unnamed module of its own, whose lambdas are not ours to link. */
  @Test
  void classesOfAnotherLoaderAreNoException() throws Exception {
    Shipping loader = new Shipping(Twins.class);
    Trip shipped = new Trip(Trip.MAX_ITEM_BYTES, loader);

    SerializableFunction<Integer, String> first = shipped.value(Twins.ofInteger());
    SerializableFunction<String, String> second = shipped.value(Twins.ofString());
    SerializableFunction<String, Object> third = shipped.value(Twins.constructorOfString());

    assertEquals("text of 1", first.apply(1));
    assertEquals("text of a", second.apply("a"));
    assertSame(loader, third.apply("a").getClass().getClassLoader());
  }

  @Test
  void insideJavaSerializationToo() throws Exception {
    List<Object> functions = new ArrayList<>();
    functions.add(new Hooked.Tagged("needs Java serialization"));
    functions.add(Twins.ofInteger());
    functions.add(Twins.ofString());

    List<Object> arrived = trip.value(functions);

    @SuppressWarnings("unchecked")
    var ofString = (SerializableFunction<String, String>) arrived.get(2);
    assertEquals("text of a", ofString.apply("a"));
  }

  @Test
  void insideComparatorsOfTheJdkToo() throws Exception {
    Comparator<Integer> integers =
        Comparator.comparing((Function<Integer, String> & Serializable) Object::toString);
    Comparator<String> strings =
        Comparator.comparing((Function<String, String> & Serializable) Object::toString);
    TreeSet<String> sorted = new TreeSet<>(strings.reversed());
    sorted.addAll(List.of("a", "b"));

    assertEquals(-1, Integer.signum(trip.value(integers).compare(1, 2)));
    assertEquals("b", trip.value(sorted).first());
  }

  @Test
  void lambdasOfTheSameShapeStayApart() throws Exception {
    List<ToIntFunction<Integer>> functions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int captured = i;
      functions.add((ToIntFunction<Integer> & Serializable) x -> x + captured);
      functions.add((ToIntFunction<Integer> & Serializable) x -> x * captured);
      functions.add((ToIntFunction<Integer> & Serializable) x -> x - captured);
    }

    for (ToIntFunction<Integer> function : functions) {
      assertEquals(function.applyAsInt(7), trip.value(function).applyAsInt(7));
    }
  }

  /** A type that no reference in the class has is no way to call methods with other arguments. */
  @Test
  void implementationThatIsNotInTheClassIsRefused() throws Exception {
    SerializedLambda lie =
        new SerializedLambda(
            Twins.class,
            "java/util/function/Function",
            "apply",
            "(Ljava/lang/Object;)Ljava/lang/Object;",
            6,
            "java/lang/System",
            "getProperty",
            "(Ljava/lang/String;)Ljava/lang/String;",
            "(Ljava/lang/String;)Ljava/lang/String;",
            new @Nullable Object[0]);

    assertThrows(BadBytes.class, () -> LambdaLinks.link(Twins.class, lie));
  }
}
