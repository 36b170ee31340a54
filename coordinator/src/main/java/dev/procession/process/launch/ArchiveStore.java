package dev.procession.process.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A user's folder of class-data archives, shared by all of the user's programs. An archive gets its
 * final name in one step and is never changed, so any number of programs may read and add archives
 * concurrently.
 *
 * <p>A JVM crashes when its archive is damaged, instead of ignoring it (observed on 17 and 25).
 * Therefore the name of an archive contains its length and checksum, and an archive that does not
 * match them is not used.
 */
final class ArchiveStore {
  /** The number of archives kept: enough for a few JDKs and versions. */
  static final int MAX_ARCHIVES = 12;

  private static final String SUFFIX = ".archive";
  private static final String UNFINISHED = ".unfinished";
  private static final Duration GIVEN_UP = Duration.ofHours(1);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CHECKSUM_DIGITS = 8;

  private final Path folder;

  ArchiveStore(Path folder) {
    this.folder = folder;
  }

  /** The store of this user; empty if it is switched off. */
  static Optional<ArchiveStore> ofThisUser() {
    Optional<Path> folder = UserCaches.folder();
    return folder.isPresent() ? Optional.of(new ArchiveStore(folder.get())) : Optional.empty();
  }

  /** An undamaged archive of that key. */
  Optional<Path> find(String key) {
    for (Path file : archives()) {
      if (file.getFileName().toString().startsWith(key + "-") && isIntact(file, key)) {
        markAsUsed(file);
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * Creates a temporary folder in which a new archive of that key can be made. Empty if another
   * process is making it, or if nothing can be written.
   */
  Optional<Path> begin(String key) {
    Path unfinished = folder.resolve(key + UNFINISHED);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        PrivateFolders.createPrivate(folder);
      }
      if (Files.exists(unfinished) && isOlderThan(GIVEN_UP, unfinished)) {
        // Its maker was killed.
        PrivateFolders.delete(unfinished);
      }
      return Optional.of(PrivateFolders.createPrivate(unfinished));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    } catch (IOException e) {
      // The home folder is full or read-only: there is no archive.
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

  /** Deletes a folder of {@link #begin}, whether or not an archive was made in it. */
  void end(Path unfinished) {
    PrivateFolders.delete(unfinished);
  }

  /** Deletes an archive, so that no JVM uses it again. */
  static void delete(Path archive) {
    try {
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      // Read-only; another user may delete it.
    }
  }

  private List<Path> archives() {
    List<Path> archives = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.getFileName().toString().endsWith(SUFFIX)) {
          archives.add(file);
        }
      }
      return archives;
    } catch (IOException | DirectoryIteratorException e) {
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
    // No format string, for which the JDK would load locale data at each start.
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
