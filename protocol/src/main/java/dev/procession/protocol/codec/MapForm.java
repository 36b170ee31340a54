package dev.procession.protocol.codec;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Maps of the JDK as their entries. */
@SuppressWarnings({"unchecked", "rawtypes"}) // The types of keys and values do not matter here.
final class MapForm {
  private static final int MAX_CHARS = 100;

  private MapForm() {}

  /** A map that is made empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Map> empty) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map made = empty.get();
        graph.reference(made);
        readEntries(graph, input, made);
        return made;
      }
    };
  }

  /** The same, with the order that it keeps. */
  static Form linked() {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        buffer.writeBoolean(inOrderOfAccess(object));
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map made = input.readBoolean() ? new LinkedHashMap(16, 0.75f, true) : new LinkedHashMap();
        graph.reference(made);
        readEntries(graph, input, made);
        return made;
      }
    };
  }

  /** The map does not tell, so a copy of it is tried out: does what was asked for go to the end? */
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

  /** The same for those that are made with a comparator, which may be null. */
  static Form sorted(Function<@Nullable Comparator, ? extends Map> empty) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        graph.writeClassAndObject(buffer, ((SortedMap) object).comparator());
        graph.endUnmade();
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map made = empty.apply((Comparator) readPart(graph, input, ".comparator"));
        graph.reference(made);
        readEntries(graph, input, made);
        return made;
      }
    };
  }

  /** A map that is made from all its entries, and so cannot contain itself. */
  static Form made(Function<Map, ? extends Map> maker) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        writeEntries(graph, buffer, (Map) object);
        graph.endUnmade();
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map entries = new LinkedHashMap();
        readEntries(graph, input, entries);
        return maker.apply(entries);
      }
    };
  }

  /** An empty one travels by Java serialization: only that can see the type of its keys. */
  static Form enumMap() {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        EnumMap<?, ?> map = (EnumMap<?, ?>) object;
        buffer.writeBoolean(map.isEmpty());
        if (map.isEmpty()) {
          JavaForm.writeBytes(buffer, map);
        } else {
          writeEntries(graph, buffer, map);
        }
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        if (input.readBoolean()) {
          return JavaForm.readBytes(graph.decoding(), input);
        }
        Map entries = new LinkedHashMap();
        readEntries(graph, input, entries);
        return new EnumMap(entries);
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

  private static void readEntries(Graph graph, ItemInput input, Map into) {
    int count = input.count(2);
    Budget.Keys keys = keysOf(into, count, graph.decoding().budget());
    for (int i = 0; i < count; i++) {
      Object key = Form.readPart(graph, input, "[key]");
      try {
        Object value = graph.readClassAndObject(input);
        keys.next(key);
        into.put(key, value);
      } catch (RuntimeException e) {
        throw Misread.of(e, Misread.UNKNOWN).at(step(key));
      }
    }
  }

  private static Budget.Keys keysOf(Map map, int count, Budget budget) {
    if (map instanceof IdentityHashMap) {
      return key -> {};
    }
    return map instanceof SortedMap ? budget::sorted : budget.hashed(count);
  }

  /** Shows only keys whose text is known to be harmless, and of long ones only the start. */
  static String step(@Nullable Object key) {
    if (key instanceof String text) {
      return "[" + (text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…") + "]";
    } else if (key instanceof Enum<?> constant) {
      return "[" + constant.name() + "]";
    }
    // Not every number: those of a million digits take minutes.
    return key instanceof Integer || key instanceof Long || key instanceof Short
        ? "[" + key + "]"
        : "[…]";
  }
}
