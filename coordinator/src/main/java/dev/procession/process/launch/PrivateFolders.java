package dev.procession.process.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Set;

/** Private folders. */
public final class PrivateFolders {
  /** The maximum number of files deleted; a folder with more is not a pool's. */
  private static final int MAX_DELETED = 100_000;

  private static final Set<PosixFilePermission> OWNERS_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolders() {}

  /** Creates a folder that only its owner can access, if the file system supports owners. */
  public static Path createPrivate(Path folder) throws IOException {
    boolean isPosix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix ? Files.createDirectory(folder, ownersOnly()) : Files.createDirectory(folder);
  }

  /** Whether the path is a folder, not a link, that only its owner can access, if that is known. */
  public static boolean isPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view == null || view.readAttributes().permissions().equals(OWNERS_ONLY);
  }

  private static FileAttribute<?> ownersOnly() {
    return PosixFilePermissions.asFileAttribute(OWNERS_ONLY);
  }

  /**
   * Deletes a folder that contains only files, and not too many, as far as possible. A link is not
   * followed, since it leads to files of others.
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
      // A temp file that cannot be deleted must not fail a pool that has done its work.
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
