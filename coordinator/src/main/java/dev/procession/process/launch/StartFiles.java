package dev.procession.process.launch;

import dev.procession.protocol.ProgressPage;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files in the pool's folder that a process reads when it starts.
 *
 * @param page its progress page
 * @param arguments the flags of its JVM
 */
public record StartFiles(Path page, Path arguments) {
  /** Writes both. */
  public static StartFiles write(WorkerKey key, PoolFolder folder, LaunchPlan plan)
      throws IOException {
    String process = key.workerId() + "-" + key.generation();
    StartFiles files =
        new StartFiles(folder.file("page-" + process), folder.file("args-" + process));
    try {
      ProgressPage.create(files.page);
      plan.writeArgumentFile(files.arguments, folder.path());
      return files;
    } catch (NestedClasses.UnknownPlaceException e) {
      files.delete();
      throw e;
    } catch (IOException e) {
      files.delete();
      throw PoolFolder.unwritable(folder.path(), e);
    } catch (RuntimeException | Error e) {
      files.delete();
      throw e;
    }
  }

  /**
   * Deletes both: the worker has read one and mapped the other, and so none is left behind even if
   * this JVM is killed.
   */
  public void delete() {
    for (Path file : List.of(page, arguments)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Windows keeps mapped files; the folder is emptied when the pool ends.
      }
    }
  }
}
