package dev.procession.process.shipping;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The class files of a loader whose classes may change, as workers have received them. */
sealed interface RedefinableClasses {
  /** JShell changes a snippet's class in place when only bodies of methods are new. */
  String JSHELL = "jdk.jshell.";

  void add(String file, byte[] bytes);

  /** Whether workers have other class files than {@code loader} now has. */
  boolean differFrom(ClassLoader loader);

  static RedefinableClasses of(ClassLoader loader) {
    return loader.getClass().getName().startsWith(JSHELL) ? new Remembered() : new Fixed();
  }

  /** Of loaders that define a class once and for all. */
  record Fixed() implements RedefinableClasses {
    @Override
    public void add(String file, byte[] bytes) {}

    @Override
    public boolean differFrom(ClassLoader loader) {
      return false;
    }
  }

  /** Of JShell. */
  final class Remembered implements RedefinableClasses {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public void add(String file, byte[] bytes) {
      // The first class file sent is the one that some worker may still have.
      files.putIfAbsent(file, bytes);
    }

    @Override
    public boolean differFrom(ClassLoader loader) {
      return files.entrySet().stream().anyMatch(file -> differs(file, loader));
    }

    private static boolean differs(Map.Entry<String, byte[]> file, ClassLoader loader) {
      try (InputStream now = loader.getResourceAsStream(file.getKey())) {
        return now != null && !Arrays.equals(now.readAllBytes(), file.getValue());
      } catch (IOException e) {
        return false;
      }
    }
  }
}
