package dev.procession.cli.item;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of types as users write them: short, without the packages that are imported by default.
 */
public final class TypeNames {
  /**
   * The default imports of a lambda: those of JShell, and those for one-liners about files, digests
   * and dates. No simple name occurs twice among them, on any JDK from 17 to 25.
   */
  public static final List<String> IMPORTED_PACKAGES =
      Stream.of(
              "java.io",
              "java.math",
              "java.net",
              "java.net.http",
              "java.nio.charset",
              "java.nio.file",
              "java.security",
              "java.time",
              "java.util",
              "java.util.concurrent",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "java.util.zip",
              "dev.procession.task")
          .filter(TypeNames::isThere)
          .toList();

  /** A runtime may have been made without the module; then the import would be a mistake. */
  private static boolean isThere(String packageName) {
    return !packageName.equals("java.net.http")
        || ModuleLayer.boot().findModule(packageName).isPresent();
  }

  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class);

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          char.class, Character.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  /** The number of digits is bounded so that the larger numbers need not be parsed. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}(\\.\\d{1,20}(E-?\\d{1,3})?)?");

  private TypeNames() {}

  /**
   * The type of a first item: long or double if the number is printed as the item is written,
   * otherwise text. So 007, 1.10, +1 and 1e3 are text, and so is a number with more digits than
   * either type holds.
   */
  public static Class<?> infer(String item) {
    if (!NUMBER.matcher(item).matches()) {
      return String.class;
    }
    if (item.contains(".")) {
      return item.equals(Double.toString(Double.parseDouble(item))) ? double.class : String.class;
    }
    try {
      return item.equals(Long.toString(Long.parseLong(item))) ? long.class : String.class;
    } catch (NumberFormatException e) {
      return String.class;
    }
  }

  /** The class of {@code name}: a primitive, text, an imported name or a fully qualified one. */
  public static Optional<Class<?>> resolve(String name, ClassLoader loader) {
    if (name.equals("text")) {
      return Optional.of(String.class);
    }
    Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return Optional.of(primitive);
    }
    Optional<Class<?>> found = load(name, loader).or(() -> load("java.lang." + name, loader));
    for (String imported : IMPORTED_PACKAGES) {
      found = found.or(() -> load(imported + "." + name, loader));
    }
    return found;
  }

  /** The wrapper of a primitive type, any other type itself. */
  public static Class<?> boxed(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /** The declaration of a lambda's parameter without a type; JSON objects have no raw type. */
  public static String inSource(Class<?> type) {
    if (type == Map.class) {
      return "java.util.Map<String, Object>";
    }
    return type == List.class ? "java.util.List<Object>" : type.getCanonicalName();
  }

  /** {@code "a long"}, {@code "an Integer"}, for messages. */
  public static String withArticle(Class<?> type) {
    String name = type == String.class ? "text" : type.getSimpleName();
    if (type == String.class) {
      return name;
    }
    boolean vowel = "AEIOUaeio".indexOf(name.charAt(0)) >= 0 && !name.matches("U[A-Z].*|Eu.*");
    return (vowel ? "an " : "a ") + name;
  }

  /** Nested classes are named with dots in source and with dollars in class files: try both. */
  private static Optional<Class<?>> load(String name, ClassLoader loader) {
    String candidate = name;
    while (true) {
      try {
        return Optional.of(Class.forName(candidate, false, loader));
      } catch (ClassNotFoundException | NoClassDefFoundError e) {
        int dot = candidate.lastIndexOf('.');
        if (dot < 0) {
          return Optional.empty();
        }
        candidate = candidate.substring(0, dot) + '$' + candidate.substring(dot + 1);
      }
    }
  }
}
