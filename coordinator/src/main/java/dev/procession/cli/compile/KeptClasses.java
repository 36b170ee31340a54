package dev.procession.cli.compile;

import dev.procession.process.launch.PrivateFolders;
import dev.procession.process.launch.UserCaches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Keeps what was compiled for a command in a private folder of the user's, for the next command
 * that has the same to compile: the compiler takes longer to load than everything else that a short
 * command does.
 *
 * <p>The name of a file is a digest of all that its content depends on: the source, the JDK, and
 * the jars on the class path with their lengths and times. Nothing is kept where a folder is on the
 * class path, because its classes would have to be read to know whether they have changed. A file
 * begins with the digest of its content; one that does not match is ignored, and so is a folder
 * that others may write to.
 */
final class KeptClasses {
  static final int MAX_KEPT = 200;

  private static final String FOLDER = "compiled";
  private static final String SUFFIX = ".classes";
  private static final int DIGEST_BYTES = 32;

  /** More than the classes of any lambda that is written on a command line. */
  private static final long MAX_BYTES = 4 << 20;

  private final Optional<Path> folder;
  private final String circumstances;

  private KeptClasses(Optional<Path> folder, String circumstances) {
    this.folder = folder;
    this.circumstances = circumstances;
  }

  /** Those of this user, for sources that are compiled against a class path. */
  static KeptClasses ofThisUser(UserClassPath classes) {
    Optional<Path> caches = UserCaches.folder();
    return caches.isPresent() ? in(caches.get(), classes.withOwn()) : none();
  }

  /** Keeps nothing. */
  static KeptClasses none() {
    return new KeptClasses(Optional.empty(), "");
  }

  /** Those in a folder for caches. */
  static KeptClasses in(Path caches, List<Path> classPath) {
    try {
      Path javaHome = Path.of(System.getProperty("java.home"));
      StringBuilder facts = new StringBuilder();
      facts.append(Runtime.version()).append('\n').append(javaHome.toRealPath());
      List<Path> files = new ArrayList<>(classPath);
      files.add(javaHome.resolve("lib").resolve("modules"));
      for (Path file : files) {
        if (!Files.isRegularFile(file) || (classPath.contains(file) && leadsOn(file))) {
          return none();
        }
        facts.append('\n').append(file.toAbsolutePath());
        facts.append(' ').append(Files.size(file));
        facts.append(' ').append(Files.getLastModifiedTime(file));
      }
      return new KeptClasses(Optional.of(caches.resolve(FOLDER)), facts.toString());
    } catch (IOException e) {
      // A jar that is being replaced, or a JDK of another kind.
      return none();
    }
  }

  /** Whether the manifest of a jar names others, in which the compiler looks as well. */
  private static boolean leadsOn(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest != null
          && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH);
    }
  }

  /**
   * What was kept of something.
   *
   * @param source all that it was made from, beside the circumstances
   */
  Optional<Map<String, byte[]>> find(String source) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = file(folder.get(), source);
    try {
      if (!Files.isRegularFile(file)
          || Files.size(file) > MAX_BYTES
          || !PrivateFolders.isPrivate(folder.get())) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      byte[] content =
          Arrays.copyOfRange(bytes, Math.min(DIGEST_BYTES, bytes.length), bytes.length);
      if (bytes.length < DIGEST_BYTES
          || !Arrays.equals(digest(content), Arrays.copyOf(bytes, DIGEST_BYTES))) {
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return Optional.of(decoded(content));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Keeps something, unless it cannot be written. */
  void keep(String source, Map<String, byte[]> files) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      if (!Files.isDirectory(folder.get())) {
        Path caches = folder.get().toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(caches)) {
          Files.createDirectories(caches.resolveSibling(""));
          PrivateFolders.createPrivate(caches);
        }
        PrivateFolders.createPrivate(folder.get());
      }
      byte[] content = encoded(files);
      if (content.length > MAX_BYTES - DIGEST_BYTES || !PrivateFolders.isPrivate(folder.get())) {
        return;
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(digest(content));
      whole.write(content);
      Path file = file(folder.get(), source);
      // In one step, so that nobody finds half of it.
      Path unfinished = folder.get().resolve(System.nanoTime() + ".unfinished");
      Files.write(unfinished, whole.toByteArray(), StandardOpenOption.CREATE_NEW);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      deleteOldest(folder.get());
    } catch (IOException e) {
      // A home that is full or may not be written, or another command was faster: it is compiled
      // again.
    }
  }

  private static void deleteOldest(Path folder) throws IOException {
    Map<Path, FileTime> kept = new LinkedHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        kept.put(file, Files.getLastModifiedTime(file));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<Path> oldestFirst = new ArrayList<>(kept.keySet());
    oldestFirst.sort(Comparator.comparing(kept::get));
    for (Path file : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - MAX_KEPT))) {
      Files.deleteIfExists(file);
    }
  }

  private Path file(Path in, String source) {
    byte[] all = (circumstances + "\n\n" + source).getBytes(StandardCharsets.UTF_8);
    return in.resolve(HexFormat.of().formatHex(digest(all)) + SUFFIX);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static byte[] encoded(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(files.size());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.writeUTF(file.getKey());
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> decoded(byte[] content) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        files.put(name, in.readNBytes(in.readInt()));
      }
    }
    return files;
  }
}
