package dev.procession.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what stands on the class path of a pool's workers. */
final class WorkerClassPath {
  /** One class of each artifact that a worker cannot start without. */
  private static final List<String> NEEDED =
      List.of(
          "dev/procession/worker/Main.class",
          "dev/procession/protocol/Protocol.class",
          "com/esotericsoftware/kryo/kryo5/Kryo.class");

  private final List<String> entries;
  private final Optional<List<Path>> beginning;

  /** What a worker needs and no jar or folder has that a JVM could be given: by class, where. */
  private final Map<String, URL> nested = new LinkedHashMap<>();

  /** Guarded by this: the jar that has the nested classes, once it is written. */
  private Optional<Path> unpacked = Optional.empty();

  /**
   * What the user asked for or the coordinator has, then what a worker needs and may lack.
   *
   * @param asked what the user asked for
   */
  WorkerClassPath(Optional<List<Path>> asked) {
    Set<String> all = new LinkedHashSet<>();
    if (asked.isPresent()) {
      asked.get().forEach(path -> all.add(path.toAbsolutePath().toString()));
    } else {
      all.addAll(ownEntries());
    }
    Set<String> needed = new LinkedHashSet<>();
    ClassLoader own = WorkerClassPath.class.getClassLoader();
    for (String name : NEEDED) {
      URL url = own.getResource(name);
      if (url != null) {
        entryOf(name, url).ifPresentOrElse(needed::add, () -> nested.put(name, url));
      }
    }
    entries = ordered(needed, all);
    beginning = beginning(needed);
  }

  /**
   * What is ours alone, a jar for each artifact, goes first, where it can shadow nothing and an
   * archive of class data can be of use. A jar that has other things in it stays where it is.
   */
  private static List<String> ordered(Set<String> needed, Set<String> all) {
    Set<String> ordered = new LinkedHashSet<>();
    if (needed.size() == NEEDED.size()) {
      ordered.addAll(needed);
    }
    ordered.addAll(all);
    ordered.addAll(needed);
    return List.copyOf(ordered);
  }

  private Optional<List<Path>> beginning(Set<String> needed) {
    boolean isFirst =
        entries.subList(0, Math.min(needed.size(), entries.size())).containsAll(needed);
    if (!isFirst || !nested.isEmpty() || needed.isEmpty()) {
      return Optional.empty();
    }
    List<Path> jars = entries.subList(0, needed.size()).stream().map(Path::of).toList();
    return jars.stream().allMatch(Files::isRegularFile) ? Optional.of(jars) : Optional.empty();
  }

  /**
   * The jars with which every class path like this one begins, whatever else is on it; empty where
   * a user's entry comes before them, or where they are no jars of their own.
   */
  Optional<List<Path>> beginning() {
    return beginning;
  }

  /** The class path as one argument, as it is shown to people. */
  String shown() {
    return String.join(File.pathSeparator, entries);
  }

  /**
   * The class path as one argument.
   *
   * @param folder where to put what is only inside of other files
   */
  synchronized String in(Path folder) throws IOException {
    if (nested.isEmpty()) {
      return shown();
    }
    if (unpacked.isEmpty()) {
      Path jar = folder.resolve("procession.jar");
      new NestedClasses(nested).writeTo(jar);
      unpacked = Optional.of(jar);
    }
    return shown() + File.pathSeparator + unpacked.get();
  }

  private static List<String> ownEntries() {
    List<String> own = new ArrayList<>();
    String classPath = System.getProperty("java.class.path", "");
    if (!classPath.isEmpty()) {
      for (String entry : classPath.split(File.pathSeparator, -1)) {
        own.add(absolute(entry));
      }
    }
    return own;
  }

  /** The working directory, also what an empty entry means, may be another one in the worker. */
  private static String absolute(String entry) {
    try {
      return Path.of(entry).toAbsolutePath().toString();
    } catch (InvalidPathException e) {
      // A name that the locale cannot express: this JVM does not find it either.
      return entry;
    }
  }

  /** The jar or folder from which a class comes; empty where it comes from neither. */
  private static Optional<String> entryOf(String name, URL url) {
    String text = url.toString();
    try {
      if (text.startsWith("jar:file:") && text.endsWith("!/" + name)) {
        String jar = text.substring("jar:".length(), text.length() - name.length() - 2);
        return jar.contains("!/")
            ? Optional.empty()
            : Optional.of(Path.of(new URI(jar)).toString());
      }
      if (text.startsWith("file:")) {
        String folder = text.substring(0, text.length() - name.length());
        return Optional.of(Path.of(new URI(folder)).toString());
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
