package dev.procession.protocol.codec.form;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a record: its components, from which its canonical constructor recreates it. */
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

  /** Whether a record holds exactly the objects passed to its constructor. */
  private boolean keeps(Object record, @Nullable Object[] values) {
    for (int i = 0; i < fields.length; i++) {
      if (!fields[i].field.getType().isPrimitive() && fields[i].get(record) != values[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    graph.startUnmade();
    for (FieldForm field : fields) {
      field.write(graph, buffer, object);
    }
    graph.endUnmade();
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> ignored) {
    int waitingBefore = graph.circles().waitingCount();
    @Nullable Object[] values = new @Nullable Object[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        values[i] = fields[i].readValue(graph, input);
      } catch (RuntimeException e) {
        throw BadBytes.of(e, type.getName()).at("." + fields[i].name());
      }
    }
    try {
      Object record = constructor.newInstance(values);
      if (graph.circles().waitingCount() > waitingBefore && !keeps(record, values)) {
        throw new BadBytes(
            "Its constructor copies a collection whose elements refer back to an object that"
                + " contains the record, and which can be filled only after the record is"
                + " created",
            type.getName(),
            null);
      }
      return record;
    } catch (InvocationTargetException e) {
      throw new BadBytes(
          "Its constructor threw " + ErrorText.of(e.getCause()), type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new BadBytes("It cannot be instantiated: " + e, type.getName(), e);
    }
  }
}
