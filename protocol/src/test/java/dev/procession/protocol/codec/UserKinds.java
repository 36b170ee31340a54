package dev.procession.protocol.codec;

import java.io.Serializable;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Objects of classes that users write. */
final class UserKinds {
  private UserKinds() {}

  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  record Pair<A, B>(A first, B second) {}

  record Arrays2(int[] numbers, String... texts) {
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Arrays2 a
          && Arrays.equals(a.numbers, numbers)
          && Arrays.equals(a.texts, texts);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers);
    }
  }

  record None() {}

  /** Its canonical constructor changes what it gets, but not twice. */
  record Trimmed(String text) implements Serializable {
    Trimmed {
      text = text.strip();
    }
  }

  enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    TIMES {
      @Override
      int apply(int a, int b) {
        return a * b;
      }
    };

    abstract int apply(int a, int b);
  }

  static List<Kind> records() {
    record Local(int x) {}
    return List.of(
        Kind.of("record", new Zoo.Point(1, -2)),
        Kind.of("generic record", new Pair<>("a", List.of(1))),
        Kind.of("nested records", new Zoo.Box<>(new Zoo.Box<>(null, "inner"), "outer")),
        Kind.of("private record of all types", Zoo.hidden()),
        Kind.of("records of a sealed type", List.of(new Circle(1), new Square(2))),
        Kind.of("local record", new Local(3)),
        Kind.of("record with arrays", new Arrays2(new int[] {1}, "a")),
        Kind.of("record of nothing", new None()),
        Kind.of("record that checks", new Zoo.Strict(1)),
        Kind.of("serializable record that changes what it gets", new Trimmed(" a ")));
  }

  static List<Kind> enums() {
    return List.of(
        Kind.of("enum constant", Zoo.Color.RED),
        Kind.of("enum constant with a body", Zoo.Color.GREEN),
        Kind.of("constant of an abstract enum", Operation.TIMES),
        Kind.of("enum class", Zoo.Color.class),
        Kind.of("enum map with bodies", new EnumMap<>(Map.of(Zoo.Color.GREEN, 1))),
        Kind.of("enum map of an enum of nothing", new EnumMap<Zoo.Empty, Object>(Zoo.Empty.class)),
        Kind.of("enum set with bodies", EnumSet.allOf(Operation.class)),
        Kind.of("enum set of nothing", EnumSet.noneOf(Zoo.Empty.class)));
  }

  static final class OwnMap extends AbstractMap<String, Integer> {
    private final int value;

    OwnMap(int value) {
      this.value = value;
    }

    @Override
    public Set<Entry<String, Integer>> entrySet() {
      return Set.of(Map.entry("only", value));
    }
  }

  static final class OwnSet extends AbstractSet<Integer> {
    private final int element;

    OwnSet(int element) {
      this.element = element;
    }

    @Override
    public Iterator<Integer> iterator() {
      return List.of(element).iterator();
    }

    @Override
    public int size() {
      return 1;
    }
  }

  static final class OwnCollection extends AbstractCollection<Integer> {
    private final List<Integer> elements = List.of(3, 1);

    @Override
    public Iterator<Integer> iterator() {
      return elements.iterator();
    }

    @Override
    public int size() {
      return elements.size();
    }
  }

  /** No constructor without parameters, nor one that takes what is in the field. */
  static final class NoWayIn {
    private final String text;

    private NoWayIn(String text, int number) {
      this.text = text + number;
    }

    static NoWayIn make() {
      return new NoWayIn("made", 1);
    }
  }

  static class Generic<T extends Comparable<T>> {
    final T content;

    Generic(T content) {
      this.content = content;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Generic<?> g && g.content.equals(content) && g.getClass() == getClass();
    }

    @Override
    public int hashCode() {
      return content.hashCode();
    }
  }

  static final class OfText extends Generic<String> {
    OfText(String content) {
      super(content);
    }
  }

  private static Object anonymous(int captured) {
    return new Object() {
      @Override
      public String toString() {
        return "anonymous with " + captured;
      }
    };
  }

  static List<Kind> objects() {
    Zoo.Cached cached = new Zoo.Cached().kept(9);
    cached.cache.add("forgotten");
    return List.of(
        Kind.of("object of all types of fields", new Zoo.Plain(1, 2, null, List.of("x"))),
        Kind.of("object with a character in it", new Zoo.Plain(1, 2, "text", 'c')),
        Kind.of("field hidden by a subclass", new Zoo.Dog("outer", "inner")),
        Kind.of("list of the user's", new Zoo.Range(3)),
        Kind.of("map of the user's", new OwnMap(3)),
        Kind.of("set of the user's", new OwnSet(3)),
        Kind.elements("collection of the user's", new OwnCollection()),
        Kind.shown("class without a usual constructor", NoWayIn.make(), o -> ((NoWayIn) o).text),
        Kind.of("generic class", new Generic<>(5)),
        Kind.of("subclass of a generic class", new OfText("x")),
        Kind.shown("anonymous class", anonymous(4), Object::toString),
        Kind.shown("inner class", Zoo.inner(5), o -> ((Zoo.Inner) o).value),
        // Transient fields start anew: as the constructor without parameters leaves them.
        Kind.shown("transient field", cached, o -> ((Zoo.Cached) o).kept()),
        Kind.shown("plain object", new Object(), o -> "an object"),
        Kind.shown("lambda's object", supplier(7), o -> ((Supplier<?>) o).get()));
  }

  private static Object supplier(int value) {
    record Constant(int value) implements Supplier<Integer> {
      @Override
      public Integer get() {
        return value;
      }
    }
    return new Constant(value);
  }

  static List<Kind> hooked() {
    Hooked.Tagged tagged = new Hooked.Tagged("the tag");
    tagged.add("element");
    Hooked.CountingMap counting = new Hooked.CountingMap();
    counting.put("a", 1);
    counting.put("a", 2);
    Hooked.Recent recent = new Hooked.Recent(2);
    List.of("a", "b", "a", "c").forEach(key -> recent.put(key, Collections.emptyList()));
    return List.of(
        Kind.of("list with a field", tagged),
        Kind.of("list with a field in a record", new Zoo.Box<>(tagged, "not serializable")),
        Kind.shown("map with a field", counting, o -> o + " " + ((Hooked.CountingMap) o).puts),
        Kind.shown("least recently used", recent, Object::toString),
        Kind.of("singleton", Hooked.Single.INSTANCE),
        Kind.of("writeReplace", new Hooked.Replaced(7)),
        Kind.of("writeObject", new Hooked.WritesItself(1, 2, 3)),
        Kind.of("Externalizable", new Hooked.External("text")),
        Kind.of("serialPersistentFields", new Hooked.OwnFields(4)),
        Kind.of("all of them", List.of(new Hooked.Replaced(1), new Hooked.External("3"))));
  }
}
