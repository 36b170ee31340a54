package dev.procession.process.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Procession's own classes in nested jars, as in an executable Spring Boot jar, which a JVM cannot
 * read from its class path.
 *
 * @param places the location of each class file, by its name
 */
record NestedClasses(Map<String, URL> places) {
  /** The file names that are extracted from the jars. */
  private static final List<String> ROOTS =
      List.of("dev/procession/", "com/esotericsoftware/kryo/kryo5/");

  /** The classes are where only their loader can read them. */
  static final class UnknownPlaceException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownPlaceException(String message) {
      super(message);
    }
  }

  /** Writes them to a plain jar. */
  void writeTo(Path jar) throws IOException {
    Set<String> written = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      // Read once and soon deleted: not worth compressing.
      out.setLevel(0);
      for (Map.Entry<String, URL> place : places.entrySet()) {
        if (!written.contains(place.getKey())) {
          copy(place.getKey(), place.getValue(), out, written);
        }
      }
    }
  }

  private static void copy(String name, URL url, JarOutputStream out, Set<String> written)
      throws IOException {
    if (!(url.openConnection() instanceof JarURLConnection connection)
        || !connection.getEntryName().endsWith(name)) {
      throw new UnknownPlaceException(
          "A worker cannot load Procession's own classes from "
              + url
              + ": it is neither in a folder nor in a jar, even within another one. Name the jars"
              + " of procession-worker, procession-protocol and kryo5 as files:"
              + " ProcessPool.builder().classPath(...)");
    }
    connection.setUseCaches(false);
    String entryName = connection.getEntryName();
    String prefix = entryName.substring(0, entryName.length() - name.length());
    try (JarFile from = connection.getJarFile()) {
      for (Enumeration<JarEntry> all = from.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().startsWith(prefix)) {
          String copied = entry.getName().substring(prefix.length());
          if (isNeeded(copied) && written.add(copied)) {
            out.putNextEntry(new JarEntry(copied));
            try (InputStream in = from.getInputStream(entry)) {
              in.transferTo(out);
            }
            out.closeEntry();
          }
        }
      }
    }
  }

  private static boolean isNeeded(String name) {
    return !name.endsWith("/") && ROOTS.stream().anyMatch(name::startsWith);
  }
}
