package dev.procession.process.shipping;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the class loader by which workers find the classes of a task. */
final class LoaderChoice {
  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          List<Field> fields = new ArrayList<>();
          for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())
                && !field.getType().isPrimitive()
                && field.trySetAccessible()) {
              fields.add(field);
            }
          }
          return fields.toArray(new Field[0]);
        }
      };

  private LoaderChoice() {}

  /**
   * The first loader that loads the same classes of the task and of its captured objects: the
   * caller's context loader, because it may know more classes (a plugin's items handed to a
   * library's function); the loader of the task's class (source launcher, JShell), whose context
   * loader may know none of them; the loader of a captured object (a plugin, called by a lambda of
   * its host).
   */
  static ClassLoader loaderOf(Object task) {
    // A lambda's own class is hidden; its nest host is the class it was written in.
    Class<?> written = task.getClass().getNestHost();
    ClassLoader own = loader(written);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    List<Class<?>> captured = captured(task, own);
    if (captured.isEmpty() && (context == null || context == own)) {
      return own;
    }
    List<Class<?>> needed = new ArrayList<>(captured);
    needed.add(0, written);
    Set<ClassLoader> candidates = new LinkedHashSet<>();
    if (context != null) {
      candidates.add(context);
    }
    needed.forEach(type -> candidates.add(loader(type)));
    return candidates.stream()
        .filter(loader -> needed.stream().allMatch(type -> knows(loader, type)))
        .findFirst()
        .orElse(own);
  }

  /** What a task has captured, and other fields of its class that refer to objects. */
  static Field[] fields(Class<?> type) {
    return FIELDS.get(type);
  }

  /** The classes of captured objects, except for those of the JDK and of {@code own}. */
  private static List<Class<?>> captured(Object task, ClassLoader own) {
    List<Class<?>> foreign = List.of();
    for (Field field : FIELDS.get(task.getClass())) {
      Object captured = valueOf(field, task);
      ClassLoader loader = captured == null ? null : captured.getClass().getClassLoader();
      if (captured != null && loader != null && loader != own) {
        foreign = foreign.isEmpty() ? new ArrayList<>() : foreign;
        foreign.add(captured.getClass().getNestHost());
      }
    }
    return foreign;
  }

  static @Nullable Object valueOf(Field field, Object task) {
    try {
      return field.get(task);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field.toString(), e);
    }
  }

  private static ClassLoader loader(Class<?> type) {
    ClassLoader own = type.getClassLoader();
    return own != null ? own : ClassLoader.getSystemClassLoader();
  }

  private static boolean knows(ClassLoader loader, Class<?> type) {
    if (loader == type.getClassLoader() || type.getClassLoader() == null) {
      return true;
    }
    try {
      return Class.forName(type.getName(), false, loader) == type;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
