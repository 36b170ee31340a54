package dev.procession.process.remote;

import dev.procession.process.tunnel.Blob;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path as files that are sent to hosts: each once, known by the hash of what is in it.
 * Folders become jars, whose bytes depend on nothing but what is in the folder.
 */
final class ShippedJars {
  /**
   * A file that a host needs.
   *
   * @param hash its SHA-256, in hexadecimal digits
   */
  record Jar(String hash, long sizeBytes, Path file) {
    Blob blob() {
      return new Blob(hash, sizeBytes);
    }

    /**
     * Writes it as it was when its hash was taken, or less: then the end is missing.
     *
     * @throws ChangedException if it has changed, or is gone
     */
    void writeTo(OutputStream out) throws IOException {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      try (InputStream in = opened()) {
        for (long left = sizeBytes; left > 0; ) {
          int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
          digest.update(buffer, 0, Math.max(0, n));
          left -= n;
          if (n < 0 || (left == 0 && !HexFormat.of().formatHex(digest.digest()).equals(hash))) {
            throw changed();
          }
          out.write(buffer, 0, n);
        }
      }
    }

    private InputStream opened() throws ChangedException {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw changed();
      }
    }

    private ChangedException changed() {
      KNOWN.remove(file);
      return new ChangedException(file);
    }
  }

  /** A file of the class path is not what it was. */
  static final class ChangedException extends IOException {
    private static final long serialVersionUID = 1;

    ChangedException(Path file) {
      super(file + " on the class path was changed or deleted while it was sent");
    }
  }

  /** What is known of a file that was looked at before in this program. */
  private record Known(FileTime modified, long sizeBytes, String hash) {}

  private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();
  private static final int BUFFER_BYTES = 1 << 16;

  private ShippedJars() {}

  /**
   * The files of a class path, in its order.
   *
   * @param temporary where the jars of folders are put
   */
  static List<Jar> of(List<String> classPath, Path temporary) throws IOException {
    Map<String, Jar> jars = new LinkedHashMap<>();
    for (String entry : classPath) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = Files.createTempFile(temporary, "classes-", ".jar");
        pack(path, jar, temporary.toRealPath());
        add(jar(jar), jars);
      } else if (Files.isRegularFile(path)) {
        add(jar(path), jars);
      }
    }
    return List.copyOf(jars.values());
  }

  private static void add(Jar jar, Map<String, Jar> jars) {
    jars.putIfAbsent(jar.hash(), jar);
  }

  private static Jar jar(Path file) throws IOException {
    long size = Files.size(file);
    FileTime modified = Files.getLastModifiedTime(file);
    Known known = KNOWN.get(file);
    if (known == null || known.sizeBytes() != size || !known.modified().equals(modified)) {
      known = new Known(modified, size, hash(file));
      KNOWN.put(file, known);
    }
    return new Jar(known.hash(), size, file);
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      while (in.read(buffer) >= 0) {}
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  private static void pack(Path folder, Path jar, Path omitted) throws IOException {
    // The folder for temporary files may be in the one that is packed, and the jar with it.
    Path real = folder.toRealPath();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(real)) {
      all.filter(file -> !file.startsWith(omitted))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(files::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      // Little is gained by packing tightly, and it is done again for each pool.
      zip.setLevel(1);
      for (Path file : files) {
        ZipEntry entry = new ZipEntry(real.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }
}
