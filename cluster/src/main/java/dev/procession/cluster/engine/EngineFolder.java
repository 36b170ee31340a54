package dev.procession.cluster.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The private folder of a JVM of the engine, for whatever the engine writes. Deleted by that JVM as
 * it ends, and by its parent.
 */
public final class EngineFolder {
  private EngineFolder() {}

  static Path create() throws IOException {
    return Files.createTempDirectory("procession-engine-");
  }

  /** Deletes it and what is in it, as far as that is possible. */
  public static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // The other one deletes it at the same time, or it stays, which harms nobody.
    }
  }
}
