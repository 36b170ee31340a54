package dev.procession.process;

import dev.procession.protocol.ProgressPage;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that one process finds in its pool's folder when it starts.
 *
 * @param page its progress page
 * @param arguments the flags of its JVM
 */
record StartFiles(Path page, Path arguments) {
  /** Writes both. */
  static StartFiles write(WorkerKey key, PoolFolder folder, LaunchPlan plan) throws IOException {
    String process = key.workerId() + "-" + key.generation();
    StartFiles files =
        new StartFiles(folder.file("page-" + process), folder.file("args-" + process));
    try {
      ProgressPage.create(files.page);
      plan.writeArgumentFile(files.arguments, folder.path());
      return files;
    } catch (IOException | RuntimeException | Error e) {
      files.delete();
      throw e;
    }
  }

  /**
   * The worker has read the one and mapped the other: nothing is left behind even if this JVM is
   * killed now.
   */
  void delete() {
    for (Path file : List.of(page, arguments)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Windows keeps mapped files; the folder is emptied when the pool ends.
      }
    }
  }
}
