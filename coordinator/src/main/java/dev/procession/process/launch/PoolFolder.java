package dev.procession.process.launch;

import dev.procession.protocol.ProgressPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pool's private folder of short-lived files: argument files, progress pages, crash reports of
 * the JVM. Readable by its owner only, and deleted with the pool. Created with the first worker,
 * and again if it is missing, since it is empty most of the time and cleaners of temp folders
 * delete it.
 *
 * <p>When this JVM exits first, the folder goes with it. Users' shutdown hooks may still use the
 * pool then, so all files, including those created later, are deleted after the last hook.
 */
public final class PoolFolder {
  /** More than anybody could have taken in the nanoseconds in question. */
  private static final int MAX_ATTEMPTS = 1000;

  private static final int CRASH_REPORT_LINES = 30;
  private static final int CRASH_REPORT_BYTES = 64 << 10;

  /** Guarded by this, like all that follows. */
  private Optional<Path> path = Optional.empty();

  /** Registered as long as the folder exists, unless the JVM was exiting when it was created. */
  private Optional<Thread> exitHook = Optional.empty();

  private boolean exiting;

  public synchronized Path path() throws IOException {
    if (path.isEmpty()) {
      watchForExit();
      path = Optional.of(make());
    } else if (!PrivateFolders.isPrivate(path.get())) {
      // Under a new name: the old one may belong to another program by now.
      path = Optional.of(make());
    }
    return path.get();
  }

  private Path make() throws IOException {
    Path made = create();
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

  private static Path create() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir", ""));
    String name = ProgressPage.FOLDER_PREFIX + ProcessHandle.current().pid() + "-";
    long number = System.nanoTime();
    for (int attempt = 0; ; attempt++, number++) {
      try {
        // Not by Files.createTempDirectory, which loads the JDK's security providers for a name
        // that
        // nobody guesses. One that is guessed only costs another attempt: a folder that is there
        // already is not taken.
        return PrivateFolders.createPrivate(parent.resolve(name + Long.toHexString(number)));
      } catch (FileAlreadyExistsException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw unwritable(parent, e);
        }
      } catch (IOException e) {
        throw unwritable(parent, e);
      }
    }
  }

  /** The system's message names neither the folder nor the setting for it. */
  static IOException unwritable(Path folder, IOException cause) {
    return new IOException(
        "cannot write to the temp folder "
            + folder
            + " ("
            + reason(cause)
            + "); choose another one with -Djava.io.tmpdir=...",
        cause);
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return String.valueOf(
        e instanceof FileSystemException named ? named.getReason() : e.getMessage());
  }

  /** The path of a new file of that name, private to its owner. */
  synchronized Path file(String name) throws IOException {
    Path file = path().resolve(name);
    if (exiting) {
      deleteAtExit(file);
    }
    return file;
  }

  /** Notes from now on when this JVM exits, as it does once it has made the folder. */
  public synchronized void watchForExit() {
    if (exitHook.isPresent()) {
      return;
    }
    Thread hook = new Thread(null, this::exit, "procession-exit", 0, false);
    // It may wait for years, and must not keep the caller's context loader reachable.
    hook.setContextClassLoader(null);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      exitHook = Optional.of(hook);
    } catch (IllegalStateException e) {
      // A user's shutdown hook opens a pool, or causes the first worker to start.
      exiting = true;
    }
  }

  /** Whether this JVM is exiting, as far as is known to a pool that has started workers. */
  public synchronized boolean isExiting() {
    return exiting;
  }

  /** Runs as the JVM's shutdown hook. */
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
   * The head of the crash report of the process, if there is one; the file is deleted. A file of
   * that name was written by the worker, so it may be a link, a pipe, or endless.
   */
  public Optional<String> takeCrashReport(long pid) {
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
      return "(the crash report is not a file)";
    }
    try (InputStream in = Files.newInputStream(report, LinkOption.NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(CRASH_REPORT_BYTES), Charset.defaultCharset());
      return text.lines().limit(CRASH_REPORT_LINES).collect(Collectors.joining("\n"));
    }
  }

  /** Deletes the folder and its contents, as far as they can be deleted. */
  public synchronized void delete() {
    if (path.isPresent()) {
      PrivateFolders.delete(path.get());
    }
    path = Optional.empty();
    if (exitHook.isPresent()) {
      forget(exitHook.get());
    }
    exitHook = Optional.empty();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is exiting; the hook finds no folder.
    }
  }
}
