package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Circles;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.serialization.JavaForm;
import dev.procession.protocol.codec.trust.DecodingBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Maps of the JDK as their entries. */
@SuppressWarnings({"unchecked", "rawtypes"}) // Key and value types are irrelevant here.
public final class MapForm {
  private static final int MAX_CHARS = 100;

  private MapForm() {}

  /** A map that is created empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Map> empty) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        Map made = empty.get();
        graph.reference(made);
        readEntries(graph, input, made, number);
        return made;
      }
    };
  }

  /** The same, with the order that it keeps. */
  static Form linked() {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        // Views and results of collectors travel as such maps, too.
        buffer.writeBoolean(object.getClass() == LinkedHashMap.class && inOrderOfAccess(object));
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        Map made = input.readBoolean() ? new LinkedHashMap(16, 0.75f, true) : new LinkedHashMap();
        graph.reference(made);
        readEntries(graph, input, made, number);
        return made;
      }
    };
  }

  /**
   * The map does not reveal its order, so it is determined with a copy: whether an accessed entry
   * moves to the end.
   */
  private static boolean inOrderOfAccess(Object map) {
    LinkedHashMap<Object, Object> copy =
        (LinkedHashMap<Object, Object>) ((LinkedHashMap) map).clone();
    if (copy.size() < 2) {
      copy.put(new Object(), copy);
      copy.put(new Object(), copy);
    }
    Object eldest = copy.keySet().iterator().next();
    copy.get(eldest);
    return copy.keySet().iterator().next() != eldest;
  }

  /** The same for collections with a comparator, which may be null. */
  static Form sorted(Function<@Nullable Comparator, ? extends Map> empty) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        graph.writeClassAndObject(buffer, ((SortedMap) object).comparator());
        graph.endUnmade();
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        Map made = empty.apply((Comparator) readPart(graph, input, ".comparator"));
        graph.reference(made);
        readEntries(graph, input, made, number);
        return made;
      }
    };
  }

  /** A map that is created from all its entries, and so cannot contain itself. */
  static Form made(Function<Map, ? extends Map> maker) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        writeEntries(graph, buffer, (Map) object);
        graph.endUnmade();
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        Entries entries = readEntries(graph, input);
        DecodingBudget budget = graph.decoding().budget();
        if (!graph.circles().leadOutOf(number)) {
          return maker.apply(entries.in(new LinkedHashMap(), budget));
        }
        Map made =
            Circles.madeTooEarly(type, () -> maker.apply(entries.in(new LinkedHashMap(), budget)));
        graph.circles().await(number, new Made(made, entries.keys()));
        return made;
      }
    };
  }

  /** An empty map uses Java serialization, which alone can read its key type. */
  static Form enumMap() {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        EnumMap<?, ?> map = (EnumMap<?, ?>) object;
        buffer.writeBoolean(map.isEmpty());
        if (map.isEmpty()) {
          JavaForm.writeBytes(buffer, map);
        } else {
          writeEntries(graph, buffer, map);
        }
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        if (input.readBoolean()) {
          return JavaForm.readBytes(graph.decoding(), graph.forms(), input);
        }
        Entries entries = readEntries(graph, input);
        return new EnumMap(entries.in(new LinkedHashMap(), graph.decoding().budget()));
      }
    };
  }

  private static void writeEntries(Graph graph, ItemBuffer buffer, Map map) {
    // A copy, because a concurrent map may change between its size and its last entry.
    Object[] entries = map.entrySet().toArray();
    buffer.writeVarInt(entries.length, true);
    for (Object entry : entries) {
      graph.writeClassAndObject(buffer, ((Map.Entry) entry).getKey());
      graph.writeClassAndObject(buffer, ((Map.Entry) entry).getValue());
    }
  }

  /**
   * Adds each entry when it is read, until a key refers to an object outside the map; then adds all
   * of them later.
   */
  private static void readEntries(Graph graph, ItemInput input, Map into, int number) {
    int count = input.count(2);
    Circles circles = graph.circles();
    DecodingBudget budget = graph.decoding().budget();
    DecodingBudget.Keys keys = keysOf(into, count, budget);
    Filling later = circles.leadOutOf(number) ? new Filling(into, budget) : null;
    for (int i = 0; i < count; i++) {
      int leastBefore = circles.startLeast();
      Object key = Form.readPart(graph, input, "[key]");
      if (later == null && circles.leadOutOf(number) && !(into instanceof IdentityHashMap)) {
        later = new Filling(into, budget);
      }
      circles.endLeast(leastBefore);
      try {
        Object value = graph.readClassAndObject(input);
        if (later != null) {
          later.add(key, value);
        } else {
          keys.next(key);
          into.put(key, value);
        }
      } catch (RuntimeException e) {
        throw BadBytes.of(e, BadBytes.UNKNOWN).at(step(key));
      }
    }
    if (later != null) {
      circles.await(number, later);
    }
  }

  /** A map and its future entries. */
  private static final class Filling implements Circles.Waiting {
    private final Map map;
    private final DecodingBudget budget;
    private final List<@Nullable Object> keys;
    private final List<@Nullable Object> values;

    /** Starts with the map's current entries. */
    Filling(Map map, DecodingBudget budget) {
      this.map = map;
      this.budget = budget;
      keys = new ArrayList<>(map.keySet());
      values = new ArrayList<>(map.values());
    }

    void add(@Nullable Object key, @Nullable Object value) {
      keys.add(key);
      values.add(value);
    }

    @Override
    public Object collection() {
      return map;
    }

    @Override
    public List<?> keys() {
      return keys;
    }

    @Override
    public void fill() {
      DecodingBudget.Keys judged = keysOf(map, keys.size(), budget);
      map.clear();
      for (int i = 0; i < keys.size(); i++) {
        judged.next(keys.get(i));
        map.put(keys.get(i), values.get(i));
      }
    }

    @Override
    public boolean isRight() {
      return map.size() == keys.size() && map.keySet().containsAll(keys);
    }
  }

  /** The same for a map that does not exist yet; nothing is hashed. */
  private static Entries readEntries(Graph graph, ItemInput input) {
    int count = input.count(2);
    @Nullable Object[] keys = new @Nullable Object[count];
    @Nullable Object[] values = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      keys[i] = Form.readPart(graph, input, "[key]");
      try {
        values[i] = graph.readClassAndObject(input);
      } catch (RuntimeException e) {
        throw BadBytes.of(e, BadBytes.UNKNOWN).at(step(keys[i]));
      }
    }
    return new Entries(keys, values);
  }

  private record Entries(@Nullable Object[] keys, @Nullable Object[] values) {
    Map in(Map map, DecodingBudget budget) {
      DecodingBudget.Keys judged = keysOf(map, keys.length, budget);
      for (int i = 0; i < keys.length; i++) {
        judged.next(keys[i]);
        map.put(keys[i], values[i]);
      }
      return map;
    }
  }

  /** A map that cannot be filled later, and may turn out to have been created too early. */
  private record Made(Map map, @Nullable Object[] ofKeys) implements Circles.Waiting {
    @Override
    public Object collection() {
      return map;
    }

    @Override
    public List<?> keys() {
      return Arrays.asList(ofKeys);
    }

    @Override
    public void fill() {}

    @Override
    public boolean isRight() {
      return map.size() == ofKeys.length && map.keySet().containsAll(keys());
    }
  }

  private static DecodingBudget.Keys keysOf(Map map, int count, DecodingBudget budget) {
    if (map instanceof IdentityHashMap) {
      return key -> {};
    }
    return map instanceof SortedMap ? budget::sorted : budget.hashed(count);
  }

  /** Shows only keys with a harmless text, and only the start of long ones. */
  public static String step(@Nullable Object key) {
    if (key instanceof String text) {
      return "[" + (text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…") + "]";
    } else if (key instanceof Enum<?> constant) {
      return "[" + constant.name() + "]";
    }
    // Not every number: formatting a million digits takes minutes.
    return key instanceof Integer || key instanceof Long || key instanceof Short
        ? "[" + key + "]"
        : "[…]";
  }
}
