package dev.procession.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of a compiled lambda, and hands out their bytes as resources, which is how
 * workers get classes that are not on their class path.
 */
final class LambdaLoader extends ClassLoader {
  private final Map<String, byte[]> classes;

  /**
   * A loader of {@code classes}.
   *
   * @param classes class files by the classes' binary names
   * @param parent finds all others
   */
  LambdaLoader(Map<String, byte[]> classes, ClassLoader parent) {
    super(parent);
    this.classes = Map.copyOf(classes);
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
