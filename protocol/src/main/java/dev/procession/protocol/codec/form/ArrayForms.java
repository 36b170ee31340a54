package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.LittleEndian;
import dev.procession.protocol.codec.graph.Form;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of the commonest element types. Unlike Kryo's own serializers, these compare the length
 * with the remaining bytes before use.
 */
final class ArrayForms {
  private ArrayForms() {}

  static Form ints() {
    return ValueForms.of(
        int[].class,
        (graph, buffer, ints) -> {
          buffer.writeVarInt(ints.length, true);
          int at = buffer.claim((long) ints.length * Integer.BYTES);
          LittleEndian.put(ints, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Integer.BYTES) * Integer.BYTES;
          int at = input.skipOver(bytes);
          return LittleEndian.ints(input.getBuffer(), at, bytes);
        });
  }

  static Form longs() {
    return ValueForms.of(
        long[].class,
        (graph, buffer, longs) -> {
          buffer.writeVarInt(longs.length, true);
          int at = buffer.claim((long) longs.length * Long.BYTES);
          LittleEndian.put(longs, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Long.BYTES) * Long.BYTES;
          int at = input.skipOver(bytes);
          return LittleEndian.longs(input.getBuffer(), at, bytes);
        });
  }

  static Form doubles() {
    return ValueForms.of(
        double[].class,
        (graph, buffer, doubles) -> {
          buffer.writeVarInt(doubles.length, true);
          int at = buffer.claim((long) doubles.length * Double.BYTES);
          LittleEndian.put(doubles, buffer.getBuffer(), at);
        },
        (graph, input, type) -> {
          int bytes = input.count(Double.BYTES) * Double.BYTES;
          int at = input.skipOver(bytes);
          return LittleEndian.doubles(input.getBuffer(), at, bytes);
        });
  }

  static Form booleans() {
    return ValueForms.of(
        boolean[].class,
        (graph, buffer, booleans) -> {
          buffer.writeVarInt(booleans.length, true);
          buffer.writeBooleans(booleans, 0, booleans.length);
        },
        (graph, input, type) -> input.readBooleans(input.count(1)));
  }

  static Form strings() {
    return ValueForms.of(
        String[].class,
        (graph, buffer, strings) -> {
          buffer.writeVarInt(strings.length, true);
          for (String string : strings) {
            buffer.writeString(string);
          }
        },
        (graph, input, type) -> {
          @Nullable String[] strings = new @Nullable String[input.count(1)];
          for (int i = 0; i < strings.length; i++) {
            strings[i] = input.readString();
          }
          return strings;
        });
  }
}
