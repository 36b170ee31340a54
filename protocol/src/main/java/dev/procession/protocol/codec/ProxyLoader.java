package dev.procession.protocol.codec;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Where the class of a proxy is defined. */
final class ProxyLoader {
  private ProxyLoader() {}

  /**
   * The usual loader, unless one of the interfaces is not public: then only the loader that has
   * defined it may define its proxy. Null for the JVM's own.
   */
  static @Nullable ClassLoader of(Class<?>[] interfaces, ClassLoader usual) {
    for (Class<?> type : interfaces) {
      if (!Modifier.isPublic(type.getModifiers())) {
        return type.getClassLoader();
      }
    }
    return usual;
  }
}
