package dev.procession.protocol.codec;

import dev.procession.task.SerializableFunction;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classes of all habits, for values that travel. */
final class Zoo {
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

  record Point(int x, int y) {}

  record Box<T>(@Nullable T content, String label) {}

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
  static final class Plain {
    private final int i;
    private final long l;
    private final double d = 0.5;
    private final float f = 0.25f;
    private final short s = 7;
    private final byte b = 8;
    private final char c = 'c';
    private final boolean z = true;
    private final @Nullable String text;
    final Object anything;

    Plain(int i, long l, @Nullable String text, Object anything) {
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
  static final class Dog extends Animal {
    private final String name;

    Dog(String outer, String name) {
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

  static final class Cached {
    private int kept = 3;
    transient List<String> cache = new ArrayList<>();

    int kept() {
      return kept;
    }

    Cached kept(int value) {
      kept = value;
      return this;
    }
  }

  /** A list with a field of its own, which Kryo would lose. */
  static final class Tagged extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    final String tag;

    Tagged(String tag) {
      this.tag = tag;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return super.equals(o) && o instanceof Tagged t && t.tag.equals(tag);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }

  static final class CountingMap extends HashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    int puts;

    @Override
    public @Nullable Integer put(String key, Integer value) {
      puts++;
      return super.put(key, value);
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

  static final class Single implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Single INSTANCE = new Single();

    private Single() {}

    Object readResolve() {
      return INSTANCE;
    }
  }

  static final class Replaced implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient int secret;

    Replaced(int secret) {
      this.secret = secret;
    }

    Object writeReplace() {
      return new Form(secret);
    }

    private record Form(int secret) implements Serializable {
      Object readResolve() {
        return new Replaced(secret);
      }
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Replaced r && r.secret == secret;
    }

    @Override
    public int hashCode() {
      return secret;
    }
  }

  static final class WritesItself implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient int[] data;

    WritesItself(int... data) {
      this.data = data;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(data.length);
      for (int i : data) {
        out.writeInt(i);
      }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      data = new int[in.readInt()];
      for (int i = 0; i < data.length; i++) {
        data[i] = in.readInt();
      }
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof WritesItself w && java.util.Arrays.equals(w.data, data);
    }

    @Override
    public int hashCode() {
      return data.length;
    }
  }

  /** Its class is as Java serialization demands it. */
  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    private String text = "";

    public External() {}

    External(String text) {
      this.text = text;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(text);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      text = in.readUTF();
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof External e && e.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  static final class Node {
    @Nullable Node next;
    @Nullable Object other;
    int value;

    Node(int value) {
      this.value = value;
    }
  }

  final class Inner {
    final int value;

    Inner(int value) {
      this.value = value;
    }

    Zoo outer() {
      return Zoo.this;
    }
  }

  static SerializableFunction<Integer, Integer> square() {
    return x -> x * x;
  }

  static Inner inner(int value) {
    return new Zoo().new Inner(value);
  }
}
