package dev.procession.protocol.codec;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Maps of the JDK as their entries. */
@SuppressWarnings({"unchecked", "rawtypes"}) // The types of keys and values do not matter here.
final class MapForm {
  private MapForm() {}

  /** A map that is made empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Map> empty) {
    return wrapped(empty, map -> map);
  }

  /** A wrapper around a map, which travels as a copy of what is seen through it. */
  static Form wrapped(Supplier<? extends Map> empty, Function<Map, ? extends Map> wrapper) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map inner = empty.get();
        Map outer = wrapper.apply(inner);
        graph.reference(outer);
        readEntries(graph, input, inner);
        return outer;
      }
    };
  }

  /** The same for those that are made with a comparator, which may be null. */
  static Form sorted(
      Function<@Nullable Comparator, ? extends Map> empty, Function<Map, ? extends Map> wrapper) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.writeClassAndObject(buffer, ((SortedMap) object).comparator());
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map inner = empty.apply((Comparator) readPart(graph, input, ".comparator"));
        Map outer = wrapper.apply(inner);
        graph.reference(outer);
        readEntries(graph, input, inner);
        return outer;
      }
    };
  }

  /** A map that is made from all its entries, and so cannot contain itself. */
  static Form made(Function<Map, ? extends Map> maker) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeEntries(graph, buffer, (Map) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Map entries = new java.util.LinkedHashMap();
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
        Map entries = new java.util.LinkedHashMap();
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
    for (int i = 0; i < count; i++) {
      Object key = readPart(graph, input, "[key]");
      try {
        into.put(key, graph.readClassAndObject(input));
      } catch (RuntimeException e) {
        throw Misread.of(e, "unknown").at(step(key));
      }
    }
  }

  private static @Nullable Object readPart(Graph graph, ItemInput input, String step) {
    return Form.readPart(graph, input, step);
  }

  /** Shows only keys whose text is known to be harmless. */
  static String step(@Nullable Object key) {
    return key instanceof String || key instanceof Number || key instanceof Enum
        ? "[" + key + "]"
        : "[…]";
  }
}
