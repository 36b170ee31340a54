package dev.procession.process;

import dev.procession.protocol.ProgressPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pool's private folder of short-lived files: argument files, progress pages, crash reports of
 * the JVM. Readable by its owner only; gone when the pool is. Made with the first worker.
 *
 * <p>When this JVM exits first, the folder goes with it. Shutdown hooks of the user's may still use
 * the pool then, so all that is there, or made from then on, is deleted after the last hook.
 */
final class PoolFolder {
  private static final int CRASH_REPORT_LINES = 30;
  private static final int CRASH_REPORT_BYTES = 64 << 10;

  /** Guarded by this, like all that follows. */
  private Optional<Path> path = Optional.empty();

  /** There as long as the folder is, unless the JVM was exiting when it was made. */
  private Optional<Thread> exitHook = Optional.empty();

  private boolean exiting;

  synchronized Path path() throws IOException {
    if (path.isEmpty()) {
      watchForExit();
      path = Optional.of(make());
    }
    return path.get();
  }

  private Path make() throws IOException {
    // Mode 0700 where there are POSIX permissions.
    Path made = Files.createTempDirectory(ProgressPage.FOLDER_PREFIX);
    if (exiting) {
      try {
        deleteAtExit(made);
      } catch (IOException e) {
        Files.delete(made);
        throw e;
      }
    }
    return made;
  }

  /** Where a new file of that name is to be made, private to its owner. */
  synchronized Path file(String name) throws IOException {
    Path file = path().resolve(name);
    if (exiting) {
      deleteAtExit(file);
    }
    return file;
  }

  private void watchForExit() {
    Thread hook = new Thread(null, this::exit, "procession-exit", 0, false);
    // It may wait for years, and needs nothing of the caller's.
    hook.setContextClassLoader(null);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      exitHook = Optional.of(hook);
    } catch (IllegalStateException e) {
      // A hook of the user's makes a pool, or lets one start its first worker.
      exiting = true;
    }
  }

  /** As the JVM's shutdown hook. */
  synchronized void exit() {
    exiting = true;
    if (path.isEmpty()) {
      return;
    }
    try (Stream<Path> files = Files.list(path.get())) {
      deleteAtExit(path.get());
      for (Path file : (Iterable<Path>) files::iterator) {
        deleteAtExit(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A temp file that stays is no reason to keep a JVM from its exit.
    }
  }

  /** Files are deleted in the reverse order, so a folder comes after what is in it. */
  private static void deleteAtExit(Path file) throws IOException {
    try {
      file.toFile().deleteOnExit();
    } catch (IllegalStateException e) {
      throw new IOException("this JVM is exiting, so no worker can start", e);
    }
  }

  /**
   * The head of the crash report that the process left, if it did; the file is deleted. Whatever is
   * found under that name was put there by the worker, so it may be a link, a pipe, or without end.
   */
  Optional<String> takeCrashReport(long pid) {
    Optional<Path> folder = madeAlready();
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path report = folder.get().resolve("hs_err_" + pid + ".log");
      if (!Files.exists(report, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      String head = head(report);
      Files.delete(report);
      return Optional.of(head);
    } catch (IOException e) {
      return Optional.of("(the crash report could not be read: " + e + ")");
    }
  }

  private synchronized Optional<Path> madeAlready() {
    return path;
  }

  private static String head(Path report) throws IOException {
    if (!Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS)) {
      return "(the crash report is no file)";
    }
    try (InputStream in = Files.newInputStream(report, LinkOption.NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(CRASH_REPORT_BYTES), Charset.defaultCharset());
      return text.lines().limit(CRASH_REPORT_LINES).collect(Collectors.joining("\n"));
    }
  }

  /** Removes the folder and all in it; what cannot be removed stays. */
  synchronized void delete() {
    path.ifPresent(Folders::delete);
    path = Optional.empty();
    exitHook.ifPresent(PoolFolder::forget);
    exitHook = Optional.empty();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is exiting; the hook finds nothing.
    }
  }
}
