package dev.procession.cli.compile;

import dev.procession.cli.console.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;

/**
 * The user's class path and the loader that reads it in the coordinator.
 *
 * @param entries directories and jars, wildcards expanded
 * @param loader finds classes in them, and those of the command itself
 */
public record UserClassPath(List<Path> entries, ClassLoader loader) {
  /**
   * One class of each library that the command's own jar contains under the library's own name,
   * because functions may use it.
   */
  private static final List<String> SHARED_LIBRARIES =
      List.of(
          "com/fasterxml/jackson/annotation/JacksonAnnotation.class",
          "com/fasterxml/jackson/core/JsonFactory.class",
          "com/fasterxml/jackson/databind/ObjectMapper.class",
          "org/slf4j/LoggerFactory.class",
          "picocli/CommandLine.class");

  /** Classes of which a worker must have the command's own version. */
  private static final List<String> OWN =
      List.of(
          "dev/procession/protocol/Protocol.class", "com/esotericsoftware/kryo/kryo5/Kryo.class");

  /**
   * Reads a class path as {@code java -cp} does: separated by the platform's separator, {@code
   * dir/*} meaning every jar in it.
   *
   * @throws UsageException if an entry does not exist or is not a jar: a JVM would ignore it, and
   *     the compiler would report the lambda
   */
  public static UserClassPath on(List<String> classPaths) {
    List<Path> entries = new ArrayList<>();
    for (String classPath : classPaths) {
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        addEntry(entry.isEmpty() ? "." : entry, entries);
      }
    }
    ClassLoader own = UserClassPath.class.getClassLoader();
    return new UserClassPath(
        List.copyOf(entries), entries.isEmpty() ? own : new URLClassLoader(urls(entries), own));
  }

  /**
   * The class path of workers and of the compiler: the command's own, then the user's. If the
   * user's has a version of a library that the command's own jar contains, it goes first, so that
   * functions get that version; except for what would replace Procession itself. Otherwise it does
   * not, since workers start faster from an archive of class data, which needs the command's jar at
   * the beginning.
   */
  public List<Path> withOwn() {
    List<Path> first = List.of();
    if (entries.stream().anyMatch(entry -> hasAnyOf(SHARED_LIBRARIES, entry))) {
      first = entries.stream().filter(entry -> !hasAnyOf(OWN, entry)).toList();
    }
    Set<Path> all = new LinkedHashSet<>(first);
    for (String own : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      all.add(Path.of(own));
    }
    all.addAll(entries);
    return List.copyOf(all);
  }

  private static boolean hasAnyOf(List<String> classFiles, Path entry) {
    if (Files.isDirectory(entry)) {
      return classFiles.stream().anyMatch(file -> Files.exists(entry.resolve(file)));
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      return classFiles.stream().anyMatch(file -> jar.getEntry(file) != null);
    } catch (IOException e) {
      // Replaced or deleted since it was checked: workers and the compiler report what they miss.
      return false;
    }
  }

  /** The places searched for a missing class, as the end of a message. */
  public String searched() {
    return entries.isEmpty()
        ? ": give its folder or jar with --class-path, and its fully qualified name"
        : " on the class path " + entries;
  }

  private static void addEntry(String entry, List<Path> entries) {
    if (entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*")) {
      String folder = entry.substring(0, entry.length() - 1);
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder), "*.{jar,JAR}")) {
        jars.forEach(jar -> entries.add(readable(jar.toAbsolutePath())));
      } catch (IOException e) {
        throw new UsageException("--class-path: cannot read the folder of " + entry);
      }
      return;
    }
    Path path = Path.of(entry).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new UsageException("--class-path: there is no " + path);
    }
    entries.add(readable(path));
  }

  private static Path readable(Path entry) {
    if (Files.isDirectory(entry)) {
      return entry;
    }
    if (entry.toString().endsWith(".class")) {
      throw new UsageException(
          "--class-path: " + entry + " is a class file; give the root folder of its package");
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      assert jar.size() >= 0;
      return entry;
    } catch (IOException e) {
      throw new UsageException(
          "--class-path: " + entry + " is not a readable jar (" + e.getMessage() + ")");
    }
  }

  private static URL[] urls(List<Path> entries) {
    return entries.stream().map(UserClassPath::url).toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
