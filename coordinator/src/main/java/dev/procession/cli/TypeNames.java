package dev.procession.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names of types as users write them: short, without the packages that everybody imports. */
final class TypeNames {
  /**
   * What a lambda sees without an import: what JShell imports, and what one-liners about files,
   * digests and dates need. No simple name occurs twice among them, on any JDK from 17 to 25.
   */
  static final List<String> IMPORTED_PACKAGES =
      List.of(
          "java.io",
          "java.math",
          "java.net",
          "java.nio.charset",
          "java.nio.file",
          "java.security",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "dev.procession.task");

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

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

  private TypeNames() {}

  /**
   * The type that a first item stands for: long, double, else text. A whole number that a long
   * cannot hold stays text, since as a double it would lose digits.
   */
  static Class<?> infer(String item) {
    String text = item.strip();
    if (WHOLE.matcher(text).matches()) {
      try {
        Long.parseLong(text);
        return long.class;
      } catch (NumberFormatException e) {
        return String.class;
      }
    }
    return DECIMAL.matcher(text).matches() ? double.class : String.class;
  }

  /** The class that {@code name} means: a primitive, text, an imported name or a full one. */
  static Optional<Class<?>> resolve(String name, ClassLoader loader) {
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
  static Class<?> boxed(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /** How a lambda's parameter is declared that was not; what JSON is by itself is no raw type. */
  static String inSource(Class<?> type) {
    if (type == Map.class) {
      return "java.util.Map<String, Object>";
    }
    return type == List.class ? "java.util.List<Object>" : type.getCanonicalName();
  }

  /** {@code "a long"}, {@code "an Integer"}, for messages. */
  static String withArticle(Class<?> type) {
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
