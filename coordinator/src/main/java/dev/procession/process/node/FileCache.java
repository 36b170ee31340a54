package dev.procession.process.node;

import dev.procession.process.tunnel.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Files that this host keeps, each named after the SHA-256 of what is in it. */
public final class FileCache {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path folder;
  private final String suffix;

  /** Brings a file that is missing. */
  interface Source {
    InputStream open(Blob blob) throws IOException;
  }

  /** A folder, which is made when something is kept there, and what comes behind the hashes. */
  FileCache(Path folder, String suffix) {
    this.folder = folder;
    this.suffix = suffix;
  }

  /** Jars that are kept for later pools. */
  public static FileCache ofJars(Path folder) {
    return new FileCache(folder, ".jar");
  }

  /**
   * The jars of this user. The script that starts a node by {@code ssh} keeps its jars in the same
   * folder.
   */
  public static FileCache ofThisUser() {
    String set = Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).orElse("");
    Path caches = set.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set);
    return ofJars(caches.resolve("procession").resolve("jars"));
  }

  /**
   * As {@link #get}, for a class path.
   *
   * @throws IOException also if the file cannot be on one
   */
  Path getForClassPath(Blob blob, Source source) throws IOException {
    if (folder.toString().contains(":")) {
      throw new IOException(
          "its cache folder "
              + folder
              + " has a colon in its name, which a class path cannot have; set XDG_CACHE_HOME there"
              + " to another folder");
    }
    return get(blob, source);
  }

  /**
   * The file with that content. What is kept is checked each time, since it becomes code.
   *
   * @throws IOException if it is not kept and does not come as it should
   */
  Path get(Blob blob, Source source) throws IOException {
    Path file = folder.resolve(blob.hash() + suffix);
    if (!isWhole(file, blob)) {
      makeFolder();
      try (InputStream in = source.open(blob)) {
        keep(blob, in, file);
      }
    }
    return file;
  }

  private void makeFolder() throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static boolean isWhole(Path file, Blob blob) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != blob.sizeBytes()) {
      return false;
    }
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return isHash(digest, blob);
  }

  /** Gives it its name only when it has come as a whole, and is what was asked for. */
  private void keep(Blob blob, InputStream in, Path file) throws IOException {
    Path temporary = folder.resolve(blob.hash() + suffix + "." + UUID.randomUUID());
    try {
      MessageDigest digest = sha256();
      long size = 0;
      try (OutputStream out = Files.newOutputStream(temporary)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          size += n;
          if (size > blob.sizeBytes()) {
            break;
          }
          digest.update(buffer, 0, n);
          out.write(buffer, 0, n);
        }
      }
      if (size != blob.sizeBytes() || !isHash(digest, blob)) {
        throw new IOException(
            "a file did not come as it was sent: "
                + size
                + " bytes, and "
                + blob.sizeBytes()
                + " with SHA-256 "
                + blob.hash()
                + " were due");
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean isHash(MessageDigest digest, Blob blob) {
    return HexFormat.of().formatHex(digest.digest()).equals(blob.hash());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }
}
