package dev.procession.protocol.codec.form;

import com.esotericsoftware.kryo.kryo5.Registration;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.serialization.JavaForm;
import java.util.EnumSet;

/**
 * Enum constants by their names: a worker with another JDK, or another version of a class, may have
 * them in another order, and a wrong one would arrive unnoticed.
 */
@SuppressWarnings({"unchecked", "rawtypes"}) // The type of the enum does not matter here.
final class EnumForms {
  private EnumForms() {}

  /** One constant; its class is that of the enum, even if the constant has a body. */
  static Form constant() {
    return ValueForms.of(
        Enum.class,
        (graph, buffer, constant) -> buffer.writeString(constant.name()),
        (graph, input, type) -> constant(type, input.text()));
  }

  /** An empty set uses Java serialization, which alone can read its element type. */
  static Form set() {
    return ValueForms.of(
        EnumSet.class,
        (graph, buffer, set) -> {
          buffer.writeVarInt(set.size(), true);
          if (set.isEmpty()) {
            JavaForm.writeBytes(buffer, set);
            return;
          }
          graph.writeClass(buffer, ((Enum<?>) set.iterator().next()).getDeclaringClass());
          for (Object element : set) {
            buffer.writeString(((Enum<?>) element).name());
          }
        },
        (graph, input, type) -> set(graph, input));
  }

  private static Object set(Graph graph, ItemInput input) {
    int size = input.count(1);
    if (size == 0) {
      return JavaForm.readBytes(graph.decoding(), graph.forms(), input);
    }
    Registration registration = graph.readClass(input);
    Class<?> elements = registration == null ? Object.class : registration.getType();
    if (!elements.isEnum()) {
      throw new BadBytes("An enum set of a type that is not an enum", elements.getName(), null);
    }
    EnumSet made = EnumSet.noneOf((Class) elements);
    for (int i = 0; i < size; i++) {
      made.add(constant(elements, input.text()));
    }
    return made;
  }

  private static Enum<?> constant(Class<?> type, String name) {
    try {
      return Enum.valueOf((Class) type, name);
    } catch (IllegalArgumentException e) {
      throw new BadBytes("There is no constant " + name + " in the enum here", type.getName(), e);
    }
  }
}
