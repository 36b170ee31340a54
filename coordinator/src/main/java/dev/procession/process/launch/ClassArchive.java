package dev.procession.process.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The class-data archive for workers of one JDK and one version of Procession, which halves the
 * work of a start: a dynamic CDS archive before JDK 25, an AOT cache since then.
 *
 * <p>It contains the classes of the worker itself, independent of the program: a JVM accepts an
 * archive whose class path is a prefix of its own. It is created by a training run ({@code
 * ArchiveTraining}) of a worker. The archive is optional: if there is none, or it does not match,
 * workers start without it.
 */
public final class ClassArchive {
  private static final String REHEARSAL = "dev.procession.worker.ArchiveTraining";
  private static final int FIRST_WITH_AOT = 25;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long MAKING_SECONDS = 60;

  private final Path javaHome;
  private final boolean isAot;
  private final List<String> flags;
  private final String classPath;
  private final String key;
  private final ArchiveStore store;

  /** Guarded by this: whether the archive was looked up. */
  private boolean looked;

  /** Guarded by this: the archive that was found. */
  private Optional<Path> found = Optional.empty();

  /**
   * An archive for certain workers.
   *
   * @param javaHome their JDK
   * @param javaFeature its feature version
   * @param flags the flags that the workers of all pools have
   * @param jars the first entries of their class path
   * @param store the store of archives
   * @throws IOException if a jar or the JDK cannot be looked at
   */
  ClassArchive(
      Path javaHome, int javaFeature, List<String> flags, List<Path> jars, ArchiveStore store)
      throws IOException {
    this.javaHome = javaHome;
    this.isAot = javaFeature >= FIRST_WITH_AOT;
    this.flags = List.copyOf(flags);
    StringBuilder entries = new StringBuilder();
    for (Path jar : jars) {
      entries.append(entries.isEmpty() ? "" : File.pathSeparator).append(jar);
    }
    this.classPath = entries.toString();
    this.key = "workers-" + javaFeature + "-" + digest(javaHome, flags, jars);
    this.store = store;
  }

  /** The flags with which a worker's JVM uses the archive, if there is one. */
  synchronized List<LaunchFlag> flags() {
    if (!looked) {
      looked = true;
      found = store.find(key);
    }
    return found.isPresent() ? flags(found.get()) : List.of();
  }

  /** Whether it exists. */
  ArchiveState state() {
    return flags().isEmpty() ? ArchiveState.MISSING : ArchiveState.READY;
  }

  private List<LaunchFlag> flags(Path archive) {
    return List.of(
        new LaunchFlag(using() + archive, "class data archived by an earlier run"),
        new LaunchFlag(
            isAot ? "-Xlog:aot*=off:stderr" : "-Xlog:cds*=off:stderr",
            "a mismatched archive is ignored without a message"));
  }

  /**
   * Deletes the archive after a worker that uses it crashed during its start, since the archive may
   * be the cause.
   */
  public synchronized void discard() {
    found.ifPresent(ArchiveStore::delete);
    found = Optional.empty();
    looked = true;
  }

  /**
   * Creates the archive, unless it exists, another process is creating it, or it cannot be written.
   * Takes some seconds; an interrupt ends it.
   *
   * @return whether it exists
   */
  boolean make() throws InterruptedException {
    if (store.find(key).isPresent()) {
      return true;
    }
    Optional<Path> folder = store.begin(key);
    if (folder.isEmpty()) {
      return false;
    }
    try {
      Path made = folder.get().resolve("made");
      String page = folder.get().resolve("page").toString();
      boolean isGood =
          succeeds(folder.get(), List.of(making() + made), REHEARSAL, page)
              && succeeds(folder.get(), List.of(using() + made, insisting()), "-version");
      if (isGood) {
        store.add(key, made);
      }
      return isGood;
    } catch (IOException e) {
      // No process or no space: there is no archive.
      return false;
    } finally {
      store.end(folder.get());
    }
  }

  private boolean succeeds(Path folder, List<String> archiveFlags, String... main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(flags);
    command.addAll(archiveFlags);
    command.addAll(List.of("-cp", classPath));
    command.addAll(Arrays.asList(main));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(LaunchOptions.JVM_VARIABLES);
    Process process = builder.start();
    try {
      return process.waitFor(MAKING_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      // From JDK 25 on it has a child that writes the archive.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String making() {
    return isAot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
  }

  private String using() {
    return isAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
  }

  private String insisting() {
    return isAot ? "-XX:AOTMode=on" : "-Xshare:on";
  }

  /**
   * The key of everything that an archive depends on, including the times and sizes of its jars.
   */
  private static String digest(Path javaHome, List<String> flags, List<Path> jars)
      throws IOException {
    StringBuilder facts = new StringBuilder(javaHome.toRealPath() + "\n" + flags);
    List<Path> files = new ArrayList<>(jars);
    files.add(javaHome.resolve("release"));
    files.add(javaHome.resolve("lib").resolve("modules"));
    for (Path file : files) {
      facts.append('\n').append(file);
      facts.append(' ').append(Files.size(file));
      facts.append(' ').append(Files.getLastModifiedTime(file).toMillis());
    }
    // FNV-1a of 64 bits. It has to tell apart what one user has, not to resist an attack: the
    // folder is the user's own, and the JVM checks for itself that an archive fits. For the digests
    // of the JDK, the security providers would have to be loaded at each start.
    long digest = FNV_OFFSET;
    for (byte b : facts.toString().getBytes(StandardCharsets.UTF_8)) {
      digest = (digest ^ (b & 0xff)) * FNV_PRIME;
    }
    return HexFormat.of().toHexDigits(digest);
  }
}
