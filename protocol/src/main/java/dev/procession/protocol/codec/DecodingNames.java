package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

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

  private final KnownNames names;
  private final ClassLoader loader;
  private final Predicate<String> allowed;

  /** Owned by the decoding thread. */
  private final Map<String, Class<?>> types = new HashMap<>();

  DecodingNames(KnownNames names, ClassLoader loader, Predicate<String> allowed) {
    this.names = names;
    this.loader = loader;
    this.allowed = allowed;
  }

  ClassLoader loader() {
    return loader;
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
      type = PRIMITIVES.get(name);
      type = type != null ? type : load(name);
      types.put(name, type);
    }
    return type;
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    String element = name.startsWith("[") ? name.replaceFirst("^\\[+L?", "") : name;
    element = element.endsWith(";") ? element.substring(0, element.length() - 1) : element;
    // What is left of an array of primitives is one letter.
    if (element.length() > 1 && !allowed.test(element)) {
      throw new Misread("This class is not among those that are allowed", element, null);
    }
    return Class.forName(name, false, loader);
  }
}
