package dev.procession.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A user's folder of class-data archives, shared by all of the user's programs. An archive gets its
 * final name in one step and is never changed, so any number of programs may look and add at the
 * same time.
 *
 * <p>A JVM that is given a damaged archive crashes instead of passing it by (seen on 17 and 25). So
 * the name of an archive holds its length and its checksum, and one that does not have them is
 * given to nobody.
 */
final class ArchiveStore {
  /** How many archives are kept: of a few JDKs and versions, not of all there ever were. */
  static final int MAX_ARCHIVES = 12;

  /** Where the folder is; {@code off} for none. Not a pool's business: JVMs share it. */
  private static final String PROPERTY = "procession.archives";

  private static final String OFF = "off";
  private static final String SUFFIX = ".archive";
  private static final String UNFINISHED = ".unfinished";
  private static final Duration GIVEN_UP = Duration.ofHours(1);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CHECKSUM_DIGITS = 8;

  private final Path folder;

  ArchiveStore(Path folder) {
    this.folder = folder;
  }

  /** The store of this user; empty where there is to be none. */
  static Optional<ArchiveStore> ofThisUser() {
    String asked = System.getProperty(PROPERTY, "");
    if (asked.equals(OFF)) {
      return Optional.empty();
    }
    Optional<Path> folder =
        asked.isEmpty()
            ? caches().map(caches -> caches.resolve("procession"))
            : Optional.of(Path.of(asked));
    return folder.map(ArchiveStore::new);
  }

  /** Where the system wants files that can be made again. */
  private static Optional<Path> caches() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String set = System.getenv(system.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home", ""));
    Path usual = system.startsWith("mac") ? Path.of("Library", "Caches") : Path.of(".cache");
    return Stream.of(set == null ? Path.of("") : Path.of(set), home.resolve(usual))
        .filter(Path::isAbsolute)
        .findFirst();
  }

  /** An undamaged archive of that key. */
  Optional<Path> find(String key) {
    Optional<Path> found =
        archives().stream()
            .filter(file -> file.getFileName().toString().startsWith(key + "-"))
            .filter(file -> isIntact(file, key))
            .findFirst();
    found.ifPresent(ArchiveStore::markAsUsed);
    return found;
  }

  /**
   * Makes room for a new archive of that key: a folder that does not outlive the making, for files
   * of any names. Empty where somebody else is at it, or where nothing can be written.
   */
  Optional<Path> begin(String key) {
    Path unfinished = folder.resolve(key + UNFINISHED);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Folders.createPrivate(folder);
      }
      if (Files.exists(unfinished) && isOlderThan(GIVEN_UP, unfinished)) {
        // Its maker was killed.
        Folders.delete(unfinished);
      }
      return Optional.of(Folders.createPrivate(unfinished));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A home that is full or may not be written: it goes without.
      return Optional.empty();
    }
  }

  /** Takes an archive that was made in a folder of {@link #begin}. */
  void add(String key, Path made) throws IOException {
    Files.move(made, folder.resolve(name(key, made)), StandardCopyOption.ATOMIC_MOVE);
    archives().stream()
        .sorted(Comparator.comparing(ArchiveStore::lastUse).reversed())
        .skip(MAX_ARCHIVES)
        .forEach(ArchiveStore::delete);
  }

  /** Whether or not anything was made in it: a folder of {@link #begin} is not needed any more. */
  void end(Path unfinished) {
    Folders.delete(unfinished);
  }

  /** Takes an archive out: no JVM is to be given it again. */
  static void delete(Path archive) {
    try {
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      // Read-only; whoever may will.
    }
  }

  private List<Path> archives() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
    } catch (IOException | UncheckedIOException e) {
      // There is no folder yet, or one that may not be read.
      return List.of();
    }
  }

  private static boolean isIntact(Path file, String key) {
    try {
      return file.getFileName().toString().equals(name(key, file));
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(String key, Path file) throws IOException {
    CRC32 sum = new CRC32();
    long length = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
        length += read;
      }
    }
    // Not with a format, for which the JDK loads what it knows of languages: this is at each start.
    String checksum = HexFormat.of().toHexDigits(sum.getValue(), CHECKSUM_DIGITS);
    return key + "-" + length + "-" + checksum + SUFFIX;
  }

  private static void markAsUsed(Path archive) {
    try {
      Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Read-only; it is not deleted for its age either then.
    }
  }

  private static FileTime lastUse(Path archive) {
    try {
      return Files.getLastModifiedTime(archive);
    } catch (IOException e) {
      // Just deleted by another program.
      return FileTime.fromMillis(0);
    }
  }

  private static boolean isOlderThan(Duration age, Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(age));
  }
}
