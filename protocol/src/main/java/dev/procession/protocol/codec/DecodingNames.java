package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decoder's way from numbers to names and classes. Each class is looked up once. */
final class DecodingNames {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  /** Far more than any program has; arrays of each class would be 255 more. */
  private static final int MAX_TYPES = 1 << 17;

  private final KnownNames names;
  private final ClassLoader loader;
  private final Admission admission;
  private final Budget budget;

  /** Owned by the decoding thread. */
  private final Map<String, Class<?>> types = new HashMap<>();

  DecodingNames(KnownNames names, ClassLoader loader, Admission admission) {
    this.names = names;
    this.loader = loader;
    this.admission = admission;
    this.budget = new Budget(admission.isWary());
  }

  ClassLoader loader() {
    return loader;
  }

  /** What the current item may cost. */
  Budget budget() {
    return budget;
  }

  boolean isWary() {
    return admission.isWary();
  }

  String name(int id) {
    if (id < 0 || id >= names.size()) {
      throw new KryoException(
          "The bytes refer to name %d, but %d are known".formatted(id, names.size()));
    }
    return names.name(id);
  }

  /** The class of a name, arrays and primitives included, not initialized. */
  Class<?> type(String name) throws ClassNotFoundException {
    Class<?> type = types.get(name);
    if (type == null) {
      if (types.size() == MAX_TYPES) {
        throw new Misread("More than " + MAX_TYPES + " different classes were sent", name, null);
      }
      type = PRIMITIVES.get(name);
      type = type != null ? type : load(name);
      types.put(name, type);
    }
    return type;
  }

  /** The same for a value that is lost without its class. */
  Class<?> neededType(String name) {
    try {
      return type(name);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Misread("Its class cannot be loaded here: " + e, name, e);
    }
  }

  /** Asks before the class is loaded and after, and in neither case initializes it. */
  private Class<?> load(String name) throws ClassNotFoundException {
    String element = elementOf(name);
    admit(element);
    Class<?> type = Class.forName(name, false, loader);
    Class<?> inside = type;
    while (inside.isArray()) {
      inside = inside.getComponentType();
    }
    refuse(admission.refusal(inside), element);
    return type;
  }

  /** The class in the name of an array; empty for one of primitives, which is always accepted. */
  private static String elementOf(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    String element = name.substring(name.lastIndexOf('[') + 1);
    return element.startsWith("L") && element.endsWith(";")
        ? element.substring(1, element.length() - 1)
        : "";
  }

  private void admit(String className) {
    if (!className.isEmpty()) {
      refuse(admission.refusal(className), className);
    }
  }

  /** Asks about the classes in a method's descriptor, which are loaded when a lambda is linked. */
  void admitAll(String descriptor) {
    int at = descriptor.indexOf('L');
    while (at >= 0) {
      int end = descriptor.indexOf(';', at);
      if (end < 0) {
        return;
      }
      admit(descriptor.substring(at + 1, end).replace('/', '.'));
      at = descriptor.indexOf('L', end);
    }
  }

  private static void refuse(@Nullable String why, String className) {
    if (why != null) {
      throw new Misread(why, className, null);
    }
  }
}
