package dev.procession.process;

import dev.procession.protocol.ProgressPage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pool's private folder of short-lived files: argument files, progress pages, crash reports of
 * the JVM. Readable by its owner only; gone when the pool is. Made with the first worker.
 */
final class PoolFolder {
  private static final int CRASH_REPORT_LINES = 30;

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

  /** The head of the crash report that the process left, if it did; the file is deleted. */
  Optional<String> takeCrashReport(long pid) {
    try {
      Path report = path().resolve("hs_err_" + pid + ".log");
      if (!Files.exists(report)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(report, Charset.defaultCharset());
      Files.delete(report);
      return Optional.of(
          String.join("\n", lines.subList(0, Math.min(CRASH_REPORT_LINES, lines.size()))));
    } catch (IOException e) {
      return Optional.of("(the crash report could not be read: " + e + ")");
    }
  }

  /** Removes the folder and all in it; what cannot be removed stays. */
  synchronized void delete() {
    path.ifPresent(Folders::delete);
    path = Optional.empty();
  }
}
