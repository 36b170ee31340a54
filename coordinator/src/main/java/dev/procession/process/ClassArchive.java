package dev.procession.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The archive of class data from which the workers of one JDK and one version of Procession start
 * with half the work: a dynamic CDS archive before JDK 25, an AOT cache from then on.
 *
 * <p>It holds what workers need themselves, whatever program they work for: a JVM accepts an
 * archive whose class path is the beginning of its own. It is made by a {@code Rehearsal} of a
 * worker. And it is only a help: where there is none, or none that fits, workers start without.
 */
final class ClassArchive {
  private static final String REHEARSAL = "dev.procession.worker.Rehearsal";
  private static final int FIRST_WITH_AOT = 25;
  private static final int KEY_BYTES = 12;
  private static final long MAKING_SECONDS = 60;

  private final Path javaHome;
  private final boolean isAot;
  private final List<String> flags;
  private final String classPath;
  private final String key;
  private final ArchiveStore store;

  /** Guarded by this: whether it was looked for. */
  private boolean looked;

  /** Guarded by this: what was found then. */
  private Optional<Path> found = Optional.empty();

  /**
   * An archive for certain workers.
   *
   * @param javaHome their JDK
   * @param javaFeature its feature version
   * @param flags those of the flags that all pools' workers have
   * @param jars with which their class path begins
   * @param store where archives are
   * @throws IOException if a jar or the JDK cannot be looked at
   */
  ClassArchive(
      Path javaHome, int javaFeature, List<String> flags, List<Path> jars, ArchiveStore store)
      throws IOException {
    this.javaHome = javaHome;
    this.isAot = javaFeature >= FIRST_WITH_AOT;
    this.flags = List.copyOf(flags);
    this.classPath =
        jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    this.key = "workers-" + javaFeature + "-" + digest(javaHome, flags, jars);
    this.store = store;
  }

  /** What a worker's JVM is told, if there is an archive for it. */
  synchronized List<LaunchFlag> flags() {
    if (!looked) {
      looked = true;
      found = store.find(key);
    }
    return found.map(this::flags).orElse(List.of());
  }

  /** Whether it is there. */
  ArchiveState state() {
    return flags().isEmpty() ? ArchiveState.MISSING : ArchiveState.READY;
  }

  private List<LaunchFlag> flags(Path archive) {
    return List.of(
        new LaunchFlag(using() + archive, "class data made ready by an earlier run"),
        new LaunchFlag(
            isAot ? "-Xlog:aot*=off:stderr" : "-Xlog:cds*=off:stderr",
            "an archive that does not fit is passed by"));
  }

  /** A worker that was given the archive crashed before it was ready: it may be to blame. */
  synchronized void discard() {
    found.ifPresent(ArchiveStore::delete);
    found = Optional.empty();
    looked = true;
  }

  /**
   * Makes the archive, unless it is there, somebody else is at it, or it cannot be written. Takes
   * some seconds; an interrupt ends it.
   *
   * @return whether it is there
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
      // No process or no space: it goes without.
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
    builder.environment().keySet().removeAll(LaunchPlan.JVM_VARIABLES);
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

  /** Tells apart what an archive depends on: a JVM looks at its jars' times and sizes, too. */
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
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(facts.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
