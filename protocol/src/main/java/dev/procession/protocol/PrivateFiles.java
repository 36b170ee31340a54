package dev.procession.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read and write, whatever folder they are in. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * Makes a file. Where the file system has no POSIX permissions, its folder alone protects it.
   *
   * @param file the file, which must not exist
   * @param content what is in it
   * @throws IOException when it cannot be written
   */
  public static void create(Path file, byte[] content) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // From the beginning, not afterwards: what has been opened stays open.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, content, StandardOpenOption.WRITE);
    } else {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }
}
