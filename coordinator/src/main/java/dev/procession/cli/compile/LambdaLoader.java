package dev.procession.cli.compile;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes that were compiled in memory, and provides their bytes as resources, from which
 * workers get classes that are not on their class path.
 */
final class LambdaLoader extends ClassLoader {
  private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

  /**
   * Creates a loader without classes.
   *
   * @param parent the loader of all other classes
   */
  LambdaLoader(ClassLoader parent) {
    super(parent);
  }

  /** Adds classes: their files, by binary name. */
  void add(Map<String, byte[]> compiled) {
    compiled.forEach(
        (name, bytes) -> {
          if (classes.putIfAbsent(name, bytes) != null) {
            throw new AssertionError(name + " is compiled twice");
          }
        });
  }

  boolean isEmpty() {
    return classes.isEmpty();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      String className = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      byte[] bytes = classes.get(className);
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return super.getResourceAsStream(name);
  }
}
