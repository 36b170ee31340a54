package dev.procession.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files that only their owner may read and write, in any folder. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * Creates a file. If the file system has no POSIX permissions, only its folder protects it.
   *
   * @param file the file, which must not exist
   * @param content its content
   * @throws IOException when it cannot be written
   */
  public static void create(Path file, byte[] content) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // Set on creation, not afterwards: a file that another process has opened stays open.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, content, StandardOpenOption.WRITE);
    } else {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }
}
