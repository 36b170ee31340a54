package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Graph;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** One field of an object, written without its name. Primitives and strings need no class. */
abstract class FieldForm {
  final Field field;

  FieldForm(Field field) {
    this.field = field;
  }

  static FieldForm of(Field field) {
    field.setAccessible(true);
    Class<?> type = field.getType();
    if (type == String.class) {
      return new OfString(field);
    }
    return type.isPrimitive() ? new OfPrimitive(field) : new OfObject(field);
  }

  final String name() {
    return field.getName();
  }

  final @Nullable Object get(Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  abstract void writeFrom(Graph graph, ItemBuffer buffer, Object object)
      throws IllegalAccessException;

  abstract @Nullable Object readValue(Graph graph, ItemInput input);

  final void write(Graph graph, ItemBuffer buffer, Object object) {
    try {
      writeFrom(graph, buffer, object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  void read(Graph graph, ItemInput input, Object object) {
    try {
      field.set(object, readValue(graph, input));
    } catch (IllegalAccessException e) {
      throw new BadBytes("Its field " + field + " cannot be set", object.getClass().getName(), e);
    }
  }

  private static final class OfObject extends FieldForm {
    OfObject(Field field) {
      super(field);
    }

    @Override
    void writeFrom(Graph graph, ItemBuffer buffer, Object object) throws IllegalAccessException {
      graph.writeClassAndObject(buffer, field.get(object));
    }

    @Override
    @Nullable Object readValue(Graph graph, ItemInput input) {
      return graph.readClassAndObject(input);
    }
  }

  private static final class OfString extends FieldForm {
    OfString(Field field) {
      super(field);
    }

    @Override
    void writeFrom(Graph graph, ItemBuffer buffer, Object object) throws IllegalAccessException {
      buffer.writeString((String) field.get(object));
    }

    @Override
    @Nullable Object readValue(Graph graph, ItemInput input) {
      return input.readString();
    }
  }

  private static final class OfPrimitive extends FieldForm {
    private final char kind;

    OfPrimitive(Field field) {
      super(field);
      kind = field.getType().descriptorString().charAt(0);
    }

    @Override
    void writeFrom(Graph graph, ItemBuffer buffer, Object object) throws IllegalAccessException {
      switch (kind) {
        case 'I' -> buffer.writeVarInt(field.getInt(object), false);
        case 'J' -> buffer.writeVarLong(field.getLong(object), false);
        case 'D' -> buffer.writeDouble(field.getDouble(object));
        case 'Z' -> buffer.writeBoolean(field.getBoolean(object));
        case 'F' -> buffer.writeFloat(field.getFloat(object));
        case 'S' -> buffer.writeShort(field.getShort(object));
        case 'B' -> buffer.writeByte(field.getByte(object));
        case 'C' -> buffer.writeChar(field.getChar(object));
        default -> throw new AssertionError(field);
      }
    }

    @Override
    Object readValue(Graph graph, ItemInput input) {
      return switch (kind) {
        case 'I' -> input.readVarInt(false);
        case 'J' -> input.readVarLong(false);
        case 'D' -> input.readDouble();
        case 'Z' -> input.readBoolean();
        case 'F' -> input.readFloat();
        case 'S' -> input.readShort();
        case 'B' -> input.readByte();
        case 'C' -> input.readChar();
        default -> throw new AssertionError(field);
      };
    }

    /** The two commonest kinds are set without boxing. */
    @Override
    void read(Graph graph, ItemInput input, Object object) {
      try {
        if (kind == 'I') {
          field.setInt(object, input.readVarInt(false));
        } else if (kind == 'J') {
          field.setLong(object, input.readVarLong(false));
        } else {
          field.set(object, readValue(graph, input));
        }
      } catch (IllegalAccessException e) {
        throw new BadBytes("Its field " + field + " cannot be set", object.getClass().getName(), e);
      }
    }
  }
}
