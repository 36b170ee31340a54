package dev.procession.process.launch;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides the class path of a pool's workers. */
final class WorkerClassPath {
  /** One class of each artifact that a worker needs to start. */
  private static final List<String> NEEDED =
      List.of(
          "dev/procession/worker/Main.class",
          "dev/procession/protocol/Protocol.class",
          "com/esotericsoftware/kryo/kryo5/Kryo.class");

  private final List<String> entries;
  private final Optional<List<Path>> beginning;

  /** The jars that a worker's own classes come from. */
  private final List<File> ownJars = new ArrayList<>();

  /** The lengths and times of these jars when this was created. */
  private final long[] stamps;

  /**
   * The classes that a worker needs and that are in no jar or folder a JVM can read, with their
   * locations.
   */
  private final Map<String, URL> nested = new LinkedHashMap<>();

  /** Guarded by this: the jar that has the nested classes, once it is written. */
  private Optional<Path> unpacked = Optional.empty();

  /**
   * The user's or the coordinator's class path, followed by entries that a worker needs and may
   * lack.
   *
   * @param asked the class path set by the user
   */
  WorkerClassPath(Optional<List<Path>> asked) {
    this(asked, WorkerClassPath.class.getClassLoader());
  }

  /** The same with Procession's classes where a class loader has them. */
  WorkerClassPath(Optional<List<Path>> asked, ClassLoader own) {
    Set<String> all = new LinkedHashSet<>();
    if (asked.isPresent()) {
      for (Path path : asked.get()) {
        all.add(possible(resolved(path.toString())));
      }
    } else {
      all.addAll(ownEntries());
    }
    Set<String> needed = new LinkedHashSet<>();
    for (String name : NEEDED) {
      URL url = own.getResource(name);
      if (url != null) {
        Optional<String> entry = entryOf(name, url);
        if (entry.isPresent()) {
          needed.add(possible(entry.get()));
        } else {
          nested.put(name, url);
        }
      }
    }
    entries = ordered(needed, all);
    beginning = beginning(needed);
    for (String entry : needed) {
      File file = new File(entry);
      if (file.isFile()) {
        ownJars.add(file);
      }
    }
    stamps = new long[2 * ownJars.size()];
    for (int i = 0; i < ownJars.size(); i++) {
      stamps[2 * i] = ownJars.get(i).length();
      stamps[2 * i + 1] = ownJars.get(i).lastModified();
    }
  }

  /** A jar of Procession's own classes that is not what it was when this was created. */
  Optional<String> changedEntry() {
    for (int i = 0; i < ownJars.size(); i++) {
      File jar = ownJars.get(i);
      if (stamps[2 * i] != jar.length() || stamps[2 * i + 1] != jar.lastModified()) {
        return Optional.of(jar.getPath());
      }
    }
    return Optional.empty();
  }

  /** A JVM would read a name that contains the separator as two entries. */
  private static String possible(String entry) {
    if (entry.contains(File.pathSeparator)) {
      throw new IllegalArgumentException(
          "a class path cannot contain "
              + entry
              + ", because of the "
              + File.pathSeparator
              + " in its name: move it to another folder, or rename it");
    }
    return entry;
  }

  /**
   * Procession's own jars go first, where they shadow nothing and a class data archive can be used.
   * A jar with other contents keeps its position.
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
    List<Path> jars = new ArrayList<>();
    for (String entry : entries.subList(0, needed.size())) {
      Path jar = Path.of(entry);
      if (!Files.isRegularFile(jar)) {
        return Optional.empty();
      }
      jars.add(jar);
    }
    return Optional.of(jars);
  }

  /**
   * The jars at the start of every such class path; empty if a user's entry precedes them, or if
   * they are not separate jars.
   */
  Optional<List<Path>> beginning() {
    return beginning;
  }

  /** The class path as one argument, as shown to users. */
  String shown() {
    return String.join(File.pathSeparator, entries);
  }

  /**
   * The class path as one argument.
   *
   * @param folder the folder for jars with extracted classes
   */
  synchronized String in(Path folder) throws IOException {
    if (nested.isEmpty()) {
      return shown();
    }
    // A cleaner of temp folders may have deleted it.
    if (unpacked.isEmpty() || !Files.exists(unpacked.get())) {
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
        own.add(resolved(entry));
      }
    }
    return own;
  }

  /**
   * An entry as class loaders see it, without links and dots: otherwise one of our jars would not
   * be recognized under another name. The working directory, which an empty entry means, may differ
   * in the worker.
   */
  private static String resolved(String entry) {
    try {
      return new File(entry).getCanonicalPath();
    } catch (IOException e) {
      // For example a name that the locale cannot express: this JVM does not find it either.
      return entry;
    }
  }

  /** The jar or folder that contains a class; empty if it comes from neither. */
  static Optional<String> entryOf(String name, URL url) {
    String text = url.toString();
    try {
      if (text.startsWith("jar:file:") && text.endsWith("!/" + name)) {
        String place = text.substring("jar:".length(), text.length() - name.length() - 2);
        Path jar = Path.of(new URI(place));
        // The location of a jar within a jar contains !/, as does that of a jar in a folder that
        // ends with !.
        return place.contains("!/") && !Files.isRegularFile(jar)
            ? Optional.empty()
            : Optional.of(jar.toString());
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
