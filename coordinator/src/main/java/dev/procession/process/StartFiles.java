package dev.procession.process;

import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process finds when it starts, in the pool's folder.
 *
 * @param page where it says which item it runs; it maps the file
 * @param arguments of its JVM, which reads the file
 */
record StartFiles(Path page, Path arguments) {
  static StartFiles in(PoolFolder folder, WorkerKey key) throws IOException {
    String suffix = "-" + key.workerId() + "-" + key.generation();
    return new StartFiles(folder.file("page" + suffix), folder.file("args" + suffix));
  }

  /** Once both are in use, so that nothing is left behind even if this JVM is killed then. */
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
