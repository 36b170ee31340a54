package dev.procession.protocol.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * Defines some classes and their inner ones itself, as a loader does that gets them over the pipe.
 */
class Shipping extends ClassLoader {
  private final List<Class<?>> shipped;

  Shipping(Class<?>... shipped) {
    super(Shipping.class.getClassLoader());
    this.shipped = List.of(shipped);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!isShipped(name) || findLoadedClass(name) != null) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private boolean isShipped(String name) {
    return shipped.stream().anyMatch(type -> name.startsWith(type.getName()));
  }
}
