package dev.procession.protocol.codec;

import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be told about a class without an instance of it. */
final class Origin {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private Origin() {}

  /** Whether a class belongs to the JDK, whose fields are closed to us. */
  static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == PLATFORM;
  }

  static boolean isLambda(Class<?> type) {
    return type.isSynthetic() && (type.isHidden() || type.getName().indexOf('/') >= 0);
  }

  /**
   * Whether a user's class tells Java serialization how to carry it, so that copying its fields
   * would lose something: own methods for it, or a superclass of the JDK that has a state.
   */
  static boolean needsJavaSerialization(Class<?> type) {
    return Serializable.class.isAssignableFrom(type)
        && (Externalizable.class.isAssignableFrom(type)
            || hasHooks(type)
            || statefulJdkAncestor(type) != null);
  }

  private static boolean hasHooks(Class<?> type) {
    for (Class<?> c = type; c != null && !isJdk(c); c = c.getSuperclass()) {
      if (has(c, "writeReplace")
          || has(c, "readResolve")
          || has(c, "writeObject", ObjectOutputStream.class)
          || has(c, "readObject", ObjectInputStream.class)
          || hasPersistentFields(c)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Class<?> type, String method, Class<?>... parameters) {
    for (Method declared : type.getDeclaredMethods()) {
      if (declared.getName().equals(method)
          && Arrays.equals(declared.getParameterTypes(), parameters)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasPersistentFields(Class<?> type) {
    for (Field declared : type.getDeclaredFields()) {
      if (declared.getName().equals("serialPersistentFields")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The superclass whose fields Java serialization would leave out without a word, or null if there
   * is none such.
   */
  static @Nullable Class<?> losesState(Class<?> type) {
    return LOST.get(type).orElse(null);
  }

  private static final ClassValue<Optional<Class<?>>> LOST =
      new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> type) {
          return Optional.ofNullable(lostBy(type));
        }
      };

  private static @Nullable Class<?> lostBy(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)
        || Externalizable.class.isAssignableFrom(type)
        || type.isEnum()
        || type.isRecord()) {
      return null;
    }
    Class<?> c = type;
    while (c != null && Serializable.class.isAssignableFrom(c)) {
      if (isJdk(c) || writesItself(c)) {
        return null;
      }
      c = c.getSuperclass();
    }
    for (; c != null && !isJdk(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !Modifier.isTransient(field.getModifiers())) {
          return c;
        }
      }
    }
    return null;
  }

  private static boolean writesItself(Class<?> type) {
    return has(type, "writeObject", ObjectOutputStream.class);
  }

  /** The nearest superclass of the JDK, if it has fields that we could not copy. */
  static @Nullable Class<?> statefulJdkAncestor(Class<?> type) {
    Class<?> c = type;
    while (!isJdk(c)) {
      c = c.getSuperclass();
      if (c == null) {
        return null;
      }
    }
    Class<?> nearest = c;
    for (; c != null; c = c.getSuperclass()) {
      if (c == ClassLoader.class || c == Thread.class) {
        return nearest;
      }
      // What these two have are caches.
      if (c != AbstractList.class && c != AbstractMap.class && hasInstanceFields(c)) {
        return nearest;
      }
    }
    return null;
  }

  static boolean hasInstanceFields(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        return true;
      }
    }
    return false;
  }
}
