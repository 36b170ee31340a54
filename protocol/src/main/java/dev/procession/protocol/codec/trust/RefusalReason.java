package dev.procession.protocol.codec.trust;

import dev.procession.protocol.StaysInProcess;
import java.io.Closeable;
import java.lang.reflect.Modifier;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Explains to users why objects of a class cannot be sent. */
public final class RefusalReason {
  private RefusalReason() {}

  /** Returns null for a class whose fields can be copied. */
  static @Nullable public String of(Class<?> type) {
    StaysInProcess stays = type.getAnnotation(StaysInProcess.class);
    if (stays != null) {
      return stays.why();
    } else if (ClassTraits.isLambda(type)) {
      return lambda(type);
    } else if (ClassTraits.isJdk(type)) {
      String dangerous = ofDangerous(type);
      return dangerous == null ? jdk(type) : dangerous;
    } else if (type.isHidden()) {
      return "its class is hidden, so the other side cannot load it";
    } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      return "it is abstract";
    }
    Class<?> ancestor = ClassTraits.statefulJdkAncestor(type);
    return ancestor == null
        ? null
        : "it extends "
            + ancestor.getName()
            + ", whose state cannot be copied, and is not Serializable";
  }

  /** Returns null for a class that is not always rejected. */
  public static @Nullable String ofDangerous(Class<?> type) {
    if (!ClassTraits.isJdk(type) || !JdkValues.isDangerous(type)) {
      return null;
    }
    String name = type.getName();
    if (name.startsWith("com.sun.org.apache.xerces.internal.dom.")) {
      return "it belongs to an XML document, whose classes are never accepted because they can"
          + " be used in attacks; convert the document to text with a Transformer, and parse"
          + " it on the other side";
    } else if (name.startsWith("com.sun.rowset.")) {
      return "a RowSet is never accepted because it can be used in attacks; send its rows as a"
          + " list";
    }
    return "its class is never accepted because it can be used in attacks; send the data it is"
        + " built from, such as its text";
  }

  /** The name of a class as in source code, for users. */
  public static String nameOf(Class<?> type) {
    StaysInProcess stays = type.getAnnotation(StaysInProcess.class);
    return (stays == null ? type : stays.knownAs()).getTypeName();
  }

  private static String lambda(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    String functional = interfaces.length == 0 ? "its type" : interfaces[0].getName();
    if (functional.startsWith("kotlin.") || ClassTraits.isKotlin(type.getNestHost())) {
      return "it is a lambda or function reference of Kotlin, and "
          + functional
          + " is not Serializable; wrap it in SerializableFunction { … } or another Serializable"
          + " type where it is created, or annotate it with @JvmSerializableLambda";
    }
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
      return "it belongs to this process; create it inside the task, or mark the field transient";
    }
    if (Future.class.isAssignableFrom(type)) {
      return "it is a future, which receives its result in this process; send the value that"
          + " get() returns";
    }
    return "it is neither Serializable nor a value that can be copied; mark the field transient,"
        + " or send the data it is built from";
  }
}
