package dev.procession.protocol.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classes that only Java serialization carries, because of what they say or extend. */
public final class Hooked {
  private Hooked() {}

  /** A list with a field of its own, which Kryo would lose. */
  public static final class Tagged extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    final String tag;

    public Tagged(String tag) {
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

  /** Keeps only the two that were used last. */
  static final class Recent extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Recent(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
      return size() > limit;
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

  /** Says itself which fields it has. */
  static final class OwnFields implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("UnusedVariable") // Java serialization reads it.
    @Serial
    private static final ObjectStreamField[] serialPersistentFields = {
      new ObjectStreamField("doubled", int.class)
    };

    private transient int value;

    OwnFields(int value) {
      this.value = value;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.putFields().put("doubled", value * 2);
      out.writeFields();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      value = in.readFields().get("doubled", 0) / 2;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof OwnFields f && f.value == value;
    }

    @Override
    public int hashCode() {
      return value;
    }
  }

  /** Anything at all, by Java serialization. */
  public static final class Anything implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    @Nullable
    public Object content;

    public Anything() {}

    Anything(Throwable error) {
      content = error;
    }

    Throwable error() {
      return (Throwable) java.util.Objects.requireNonNull(content);
    }

    private Object readResolve() {
      return this;
    }
  }

  /** Writes until it is stopped. */
  public static final class Endless implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      byte[] bytes = new byte[100_000];
      while (true) {
        out.write(bytes);
      }
    }
  }
}
