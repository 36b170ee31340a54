package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.trust.ClassAdmission;
import dev.procession.protocol.codec.trust.DecodingBudget;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolves numbers to names and classes for one decoder. Each class is looked up once. */
public final class DecodingNames {
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

  /** Far more than any program has, even with 255 array types per class. */
  private static final int MAX_TYPES = 1 << 17;

  private final KnownNames names;
  private final ClassLoader loader;
  private final ClassAdmission admission;
  private final DecodingBudget budget;

  /** Owned by the decoding thread. */
  private final Map<String, Class<?>> types = new HashMap<>();

  public DecodingNames(KnownNames names, ClassLoader loader, ClassAdmission admission) {
    this.names = names;
    this.loader = loader;
    this.admission = admission;
    this.budget = new DecodingBudget(admission.isWary());
  }

  ClassLoader loader() {
    return loader;
  }

  /**
   * The loader to define a proxy's class in: the decoder's, unless an interface is not public; then
   * only the loader of that interface may define its proxy. Null for the bootstrap loader.
   */
  @Nullable
  public ClassLoader proxyLoader(Class<?>[] interfaces) {
    for (Class<?> type : interfaces) {
      if (!Modifier.isPublic(type.getModifiers())) {
        return type.getClassLoader();
      }
    }
    return loader;
  }

  /** The budget of the current item. */
  public DecodingBudget budget() {
    return budget;
  }

  public boolean isWary() {
    return admission.isWary();
  }

  public String name(int id) {
    if (id < 0 || id >= names.size()) {
      throw new KryoException(
          "The bytes refer to name %d, but %d are known".formatted(id, names.size()));
    }
    return names.name(id);
  }

  /** The class of a name, including arrays and primitives, not initialized. */
  public Class<?> type(String name) throws ClassNotFoundException {
    Class<?> type = types.get(name);
    if (type == null) {
      if (types.size() == MAX_TYPES) {
        throw new BadBytes("More than " + MAX_TYPES + " different classes were sent", name, null);
      }
      type = PRIMITIVES.get(name);
      type = type != null ? type : load(name);
      types.put(name, type);
    }
    return type;
  }

  /** The same for a value that cannot be decoded without its class. */
  public Class<?> neededType(String name) {
    try {
      return type(name);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new BadBytes("Its class cannot be loaded here: " + e, name, e);
    }
  }

  /** Checks before and after the class is loaded; never initializes it. */
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

  /** Checks the classes in a method's descriptor, which are loaded when a lambda is linked. */
  public void admitAll(String descriptor) {
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
      throw new BadBytes(why, className, null);
    }
  }
}
