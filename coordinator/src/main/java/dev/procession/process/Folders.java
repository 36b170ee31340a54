package dev.procession.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;

/** Folders of our own. */
final class Folders {
  /** There are some files for each worker; who finds more in the folder has not made them. */
  private static final int MAX_DELETED = 100_000;

  private Folders() {}

  /** Makes a folder that is its owner's only, where the file system knows owners. */
  static Path createPrivate(Path folder) throws IOException {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix ? Files.createDirectory(folder, ownersOnly()) : Files.createDirectory(folder);
  }

  private static FileAttribute<?> ownersOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * Removes a folder that has files only, and not too many; what cannot be removed stays. Where
   * there is a link instead, somebody else's files are behind it.
   */
  static void delete(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int left = MAX_DELETED;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Iterator<Path> each = files.iterator(); left > 0 && each.hasNext(); left--) {
        deleteFile(each.next());
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A temp file that stays is no reason to fail a pool that has done its work.
    }
    deleteFile(folder);
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // As above.
    }
  }
}
