package dev.procession.process;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what stands on a worker's class path. */
final class WorkerClassPath {
  /** One class of each artifact that a worker cannot start without. */
  private static final List<String> NEEDED =
      List.of(
          "dev/procession/worker/Main.class",
          "dev/procession/protocol/Protocol.class",
          "com/esotericsoftware/kryo/kryo5/Kryo.class");

  private WorkerClassPath() {}

  /**
   * The class path as one argument: what the user set or the coordinator has, then what a worker
   * needs and may lack.
   */
  static String of(Optional<List<Path>> asked) {
    Set<String> entries = new LinkedHashSet<>();
    if (asked.isPresent()) {
      asked.get().forEach(path -> entries.add(path.toAbsolutePath().toString()));
    } else {
      entries.addAll(ownEntries());
    }
    entries.addAll(neededEntries());
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> ownEntries() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      // An empty entry means the working directory, which may be another one in the worker.
      entries.add(Path.of(entry).toAbsolutePath().normalize().toString());
    }
    return System.getProperty("java.class.path", "").isEmpty() ? List.of() : entries;
  }

  private static Set<String> neededEntries() {
    ClassLoader own = WorkerClassPath.class.getClassLoader();
    return NEEDED.stream()
        .map(name -> entryOf(name, own.getResource(name)))
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The jar or folder from which a resource comes; empty where it comes from neither (nested jars).
   */
  private static Optional<String> entryOf(String name, @Nullable URL url) {
    if (url == null) {
      return Optional.empty();
    }
    String text = url.toString();
    try {
      if (text.startsWith("jar:file:")) {
        String jar = text.substring("jar:".length(), text.indexOf("!/"));
        return Optional.of(Path.of(new URI(jar)).toString());
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
