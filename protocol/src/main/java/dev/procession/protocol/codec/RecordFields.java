package dev.procession.protocol.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as its components; its canonical constructor makes it again. */
final class RecordFields extends Form {
  private final Class<?> type;
  private final FieldForm[] fields;
  private final Constructor<?> constructor;

  RecordFields(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    try {
      List<Field> inOrder = new ArrayList<>();
      for (RecordComponent component : components) {
        inOrder.add(type.getDeclaredField(component.getName()));
      }
      fields = ObjectFields.formsOf(inOrder);
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  /** The components of a record that are objects; none if it cannot be looked into. */
  static List<@Nullable Object> components(Record record) {
    List<@Nullable Object> components = new ArrayList<>();
    if (Choice.byFieldsOf(record.getClass()) instanceof RecordFields form) {
      for (FieldForm field : form.fields) {
        if (field.isObject()) {
          components.add(field.get(record));
        }
      }
    }
    return components;
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    graph.startUnmade();
    for (FieldForm field : fields) {
      field.write(graph, buffer, object);
    }
    graph.endUnmade();
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> ignored) {
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        values[i] = fields[i].readValue(graph, input);
      } catch (RuntimeException e) {
        throw Misread.of(e, type.getName()).at("." + fields[i].name());
      }
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new Misread("Its constructor threw " + e.getCause(), type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new Misread("It cannot be made: " + e, type.getName(), e);
    }
  }
}
