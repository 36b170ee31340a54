package dev.procession.protocol.codec;

import java.io.Closeable;
import java.lang.reflect.Modifier;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Why the objects of a class cannot travel, for people. */
final class Refusal {
  private Refusal() {}

  /** Null for a class whose fields can be copied. */
  static @Nullable String of(Class<?> type) {
    StaysInProcess stays = type.getAnnotation(StaysInProcess.class);
    if (stays != null) {
      return stays.why();
    } else if (Origin.isLambda(type)) {
      return lambda(type);
    } else if (Origin.isJdk(type)) {
      return jdk(type);
    } else if (type.isHidden()) {
      return "its class is hidden, so the other side cannot find it";
    } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      return "it is abstract";
    }
    Class<?> ancestor = Origin.statefulJdkAncestor(type);
    return ancestor == null
        ? null
        : "it extends "
            + ancestor.getName()
            + ", whose state cannot be copied, and is not Serializable";
  }

  /** The name of a class, as its users know it and as source code has it. */
  static String nameOf(Class<?> type) {
    StaysInProcess stays = type.getAnnotation(StaysInProcess.class);
    return (stays == null ? type : stays.knownAs()).getTypeName();
  }

  private static String lambda(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    String functional = interfaces.length == 0 ? "its type" : interfaces[0].getName();
    return "it is a lambda or method reference, and "
        + functional
        + " is not Serializable; use a Serializable type such as SerializableFunction, or cast it:"
        + " (%s & Serializable)".formatted(functional.substring(functional.lastIndexOf('.') + 1));
  }

  private static String jdk(Class<?> type) {
    if (Closeable.class.isAssignableFrom(type)
        || AutoCloseable.class.isAssignableFrom(type)
        || Executor.class.isAssignableFrom(type)
        || Thread.class.isAssignableFrom(type)
        || ClassLoader.class.isAssignableFrom(type)) {
      return "it belongs to this process; make it inside the task, or mark the field transient";
    }
    if (Future.class.isAssignableFrom(type)) {
      return "it is a future, which gets its result in this process; send the result, for which"
          + " get() waits";
    }
    return "it is neither Serializable nor a value that can be copied; mark the field transient,"
        + " or send what it is made from";
  }
}
