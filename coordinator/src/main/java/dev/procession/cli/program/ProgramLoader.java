package dev.procession.cli.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads a program's classes, with their {@link ExitCalls} redirected, and none of ours. Each call
 * of a program has a loader of its own, and so static fields of its own; the bytes of classes are
 * read once.
 */
final class ProgramLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Files files;

  ProgramLoader(URL[] classPath, Files files) {
    super(classPath, ClassLoader.getPlatformClassLoader());
    this.files = files;
  }

  /** The class files that loaders of one program have read, by class name. */
  static final class Files {
    private final Map<String, ClassFile> known = new ConcurrentHashMap<>();
  }

  /**
   * A class file.
   *
   * @param bytes the class, redirected
   * @param origin the jar or folder that it is in
   * @param manifest that of the jar
   */
  private record ClassFile(byte[] bytes, URL origin, @Nullable Manifest manifest) {}

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.equals(ProgramExit.class.getName())) {
      return ProgramExit.class;
    }
    ClassFile file = files.known.get(name);
    if (file == null) {
      file = read(name);
      files.known.put(name, file);
    }
    definePackageOf(name, file);
    CodeSource source = new CodeSource(file.origin(), (Certificate[]) null);
    return defineClass(name, file.bytes(), 0, file.bytes().length, source);
  }

  private ClassFile read(String name) throws ClassNotFoundException {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      URLConnection connection = file.openConnection();
      URL origin = file;
      Manifest manifest = null;
      if (connection instanceof JarURLConnection jar) {
        origin = jar.getJarFileURL();
        manifest = jar.getManifest();
      }
      try (InputStream in = connection.getInputStream()) {
        return new ClassFile(ExitCalls.redirected(in.readAllBytes()), origin, manifest);
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  @SuppressWarnings("NullAway") // The JDK takes nulls here, and says so in words only.
  private void definePackageOf(String className, ClassFile file) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    String name = className.substring(0, dot);
    try {
      if (file.manifest() == null) {
        definePackage(name, null, null, null, null, null, null, null);
      } else {
        definePackage(name, file.manifest(), file.origin());
      }
    } catch (IllegalArgumentException e) {
      // Another thread has just defined it.
    }
  }
}
