package dev.procession.protocol.codec;

import dev.procession.task.SerializableFunction;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classes without a word about serialization, for values that travel. */
public final class Zoo {
  /** What classes did when they were initialized. */
  static final List<String> notes = new ArrayList<>();

  private Zoo() {}

  enum Color {
    RED,
    GREEN {
      @Override
      String mood() {
        return "calm";
      }
    };

    String mood() {
      return "lively";
    }
  }

  enum Empty {}

  public record Point(int x, int y) {}

  public record Box<T>(@Nullable T content, String label) {}

  private record Hidden(long a, double b, float c, short d, byte e, char f, boolean g, int h) {}

  static Object hidden() {
    return new Hidden(1, 2, 3, (short) 4, (byte) 5, 'f', true, 8);
  }

  record Strict(int positive) {
    Strict {
      if (positive <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  /** No interface, no constructor without parameters, all kinds of fields. */
  public static final class Plain {
    private final int i;
    private final long l;
    private final double d = 0.5;
    private final float f = 0.25f;
    private final short s = 7;
    private final byte b = 8;
    private final char c = 'c';
    private final boolean z = true;
    private final @Nullable String text;
    public final Object anything;

    public Plain(int i, long l, @Nullable String text, Object anything) {
      this.i = i;
      this.l = l;
      this.text = text;
      this.anything = anything;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Plain p
          && p.i == i
          && p.l == l
          && p.d == d
          && p.f == f
          && p.s == s
          && p.b == b
          && p.c == c
          && p.z == z
          && Objects.equals(p.text, text)
          && Objects.equals(p.anything, anything);
    }

    @Override
    public int hashCode() {
      return i;
    }
  }

  static class Animal {
    private final String name;

    Animal(String name) {
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Animal a && a.name.equals(name) && a.getClass() == getClass();
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  /** A field of the same name as its superclass has. */
  public static final class Dog extends Animal {
    private final String name;

    public Dog(String outer, String name) {
      super(outer);
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return super.equals(o) && o instanceof Dog d && d.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  public static final class Cached {
    private int kept = 3;
    public transient List<String> cache = new ArrayList<>();

    public int kept() {
      return kept;
    }

    public Cached kept(int value) {
      kept = value;
      return this;
    }
  }

  /** A list of the user's own making. */
  static final class Range extends AbstractList<Integer> {
    private final int size;

    Range(int size) {
      this.size = size;
    }

    @Override
    public Integer get(int index) {
      return Objects.checkIndex(index, size);
    }

    @Override
    public int size() {
      return size;
    }
  }

  public static final class Node {
    @Nullable public Node next;
    @Nullable public Object other;
    int value;

    public Node(int value) {
      this.value = value;
    }
  }

  public final class Inner {
    public final int value;

    Inner(int value) {
      this.value = value;
    }

    public Zoo outer() {
      return Zoo.this;
    }
  }

  static SerializableFunction<Integer, Integer> square() {
    return x -> x * x;
  }

  public static Inner inner(int value) {
    return new Zoo().new Inner(value);
  }
}
