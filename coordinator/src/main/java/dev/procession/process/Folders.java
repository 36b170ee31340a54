package dev.procession.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders of our own. */
final class Folders {
  private Folders() {}

  /** Makes a folder that is its owner's only, where the file system knows owners. */
  static Path createPrivate(Path folder) throws IOException {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix ? Files.createDirectory(folder, ownersOnly()) : Files.createDirectory(folder);
  }

  private static FileAttribute<?> ownersOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  /** Removes a folder that has files only; what cannot be removed stays. */
  static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A file that stays is no reason to fail a pool that has done its work.
    }
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // As above.
    }
  }
}
