package dev.procession.process;

import dev.procession.protocol.ProgressPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pool's private folder of short-lived files: argument files, progress pages, crash reports of
 * the JVM. Readable by its owner only; gone when the pool is. Made with the first worker.
 */
final class PoolFolder {
  private static final int CRASH_REPORT_LINES = 30;
  private static final int CRASH_REPORT_BYTES = 64 << 10;

  /** Guarded by this. */
  private Optional<Path> path = Optional.empty();

  synchronized Path path() throws IOException {
    if (path.isEmpty()) {
      // Mode 0700 where there are POSIX permissions.
      path = Optional.of(Files.createTempDirectory(ProgressPage.FOLDER_PREFIX));
    }
    return path.get();
  }

  /** A new file of the process {@code key}, private to its owner. */
  Path file(String name) throws IOException {
    return path().resolve(name);
  }

  /**
   * The head of the crash report that the process left, if it did; the file is deleted. Whatever is
   * found under that name was put there by the worker, so it may be a link, a pipe, or without end.
   */
  Optional<String> takeCrashReport(long pid) {
    try {
      Path report = path().resolve("hs_err_" + pid + ".log");
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
  }
}
