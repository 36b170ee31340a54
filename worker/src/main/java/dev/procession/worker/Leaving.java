package dev.procession.worker;

import dev.procession.protocol.ProgressPage;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** The ends that a worker can come to, and the order in which they win over each other. */
final class Leaving {
  /** How long shutdown hooks of the user's may take. */
  private static final long HOOKS_MILLIS = 3000;

  /** How long a worker that was told to leave may go on when its coordinator is gone. */
  private static final long ABANDONED_MILLIS = 500;

  private final Exit exit;

  /** Whether the coordinator has said goodbye; owned by the reader. */
  private boolean dismissed;

  /** Whether the runner is done and shutdown hooks run; written by the runner. */
  private volatile boolean underWay;

  /** The exit code then; written by the runner before {@link #underWay}. */
  private int code;

  /** The file to remove when the coordinator no longer can; owned by the reader. */
  private @Nullable File progressPage;

  Leaving(Exit exit) {
    this.exit = exit;
  }

  /** Remembers what the coordinator would have removed; for the reader. */
  void removeIfAbandoned(String newProgressPage) {
    progressPage = new File(newProgressPage);
  }

  /**
   * The coordinator has said goodbye, so the end of the input is to be expected; for the reader.
   */
  void dismissed() {
    dismissed = true;
  }

  /**
   * The input has ended; for the reader. Nothing that a task does or holds can delay this: no lock
   * is taken and no code of the user's runs.
   */
  void coordinatorGone() {
    try {
      if (dismissed) {
        Thread.sleep(ABANDONED_MILLIS);
      }
      exit.killDescendants();
      removeFiles();
    } catch (InterruptedException e) {
      // We are leaving anyway.
    } finally {
      exit.halt(underWay ? code : Exit.COORDINATOR_GONE);
    }
  }

  /** Removes the pool's private folder, which nobody needs once the coordinator is gone. */
  @SuppressWarnings("ResultOfMethodCallIgnored")
  private void removeFiles() {
    File page = progressPage;
    if (page == null) {
      return;
    }
    page.delete();
    File folder = page.getParentFile();
    if (folder == null || !folder.getName().startsWith(ProgressPage.FOLDER_PREFIX)) {
      return;
    }
    File[] files = folder.listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    // The other workers do the same at this moment; whoever is last succeeds.
    folder.delete();
  }

  /** Ends the process in an orderly way; for the runner, when all is sent. */
  void leave(int exitCode) {
    code = exitCode;
    underWay = true;
    Thread lastResort = new Thread(() -> haltLater(exitCode), "procession-last-resort");
    lastResort.setDaemon(true);
    lastResort.start();
    exit.exit(exitCode);
  }

  private void haltLater(int exitCode) {
    try {
      Thread.sleep(HOOKS_MILLIS);
    } catch (InterruptedException e) {
      // Somebody wants it to end now.
    }
    exit.halt(exitCode);
  }

  /** The worker cannot go on. */
  void fail(int code, Throwable why) {
    StackTraceElement[] trace = why.getStackTrace();
    exit.fail(code, why + (trace.length == 0 ? "" : " at " + trace[0]));
  }
}
