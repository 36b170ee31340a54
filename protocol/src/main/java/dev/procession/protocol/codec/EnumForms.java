package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Registration;
import java.util.EnumSet;

/**
 * Enum constants by their names: a worker with another JDK, or another version of a class, may have
 * them in another order, and a wrong one would arrive without a word.
 */
@SuppressWarnings({"unchecked", "rawtypes"}) // The type of the enum does not matter here.
final class EnumForms {
  private EnumForms() {}

  /** One constant; its class is that of the enum, also where the constant has a body. */
  static Form constant() {
    return SmallForms.of(
        Enum.class,
        (graph, buffer, constant) -> buffer.writeString(constant.name()),
        (graph, input, type) -> constant(type, SmallForms.text(input)));
  }

  /** An empty one travels by Java serialization: only that can see the type of its elements. */
  static Form set() {
    return SmallForms.of(
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
      return JavaForm.readBytes(graph.decoding(), input);
    }
    Registration registration = graph.readClass(input);
    Class<?> elements = registration == null ? Object.class : registration.getType();
    if (!elements.isEnum()) {
      throw new Misread("A set of what is no enum", elements.getName(), null);
    }
    EnumSet made = EnumSet.noneOf((Class) elements);
    for (int i = 0; i < size; i++) {
      made.add(constant(elements, SmallForms.text(input)));
    }
    return made;
  }

  private static Enum<?> constant(Class<?> type, String name) {
    try {
      return Enum.valueOf((Class) type, name);
    } catch (IllegalArgumentException e) {
      throw new Misread("There is no constant " + name + " in the enum here", type.getName(), e);
    }
  }
}
