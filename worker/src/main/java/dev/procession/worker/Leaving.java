package dev.procession.worker;

import dev.procession.protocol.ProgressPage;
import java.io.File;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ends that a worker can come to, and the order in which they win over each other. */
final class Leaving {
  /**
   * How long a shutdown may take in any case, so that one without hooks ends with the code that was
   * asked for.
   */
  private static final long MIN_SHUTDOWN_MILLIS = 250;

  /** How long the last line may take to be written to a pipe that nobody may be reading. */
  private static final long LAST_LINE_MILLIS = 250;

  /** How long a worker that was told to leave may go on when its coordinator is gone. */
  private static final long ABANDONED_MILLIS = 500;

  /** Threads of the JVM's that are no daemons: its first, the one that waits for its end. */
  private static final Set<String> NOT_HOOKS = Set.of("main", "DestroyJavaVM", "SIGTERM handler");

  /** Room for threads that start while they are counted. */
  private static final int SPARE_THREADS = 16;

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
      exit.killDescendants();
      if (dismissed) {
        Thread.sleep(ABANDONED_MILLIS);
        exit.killDescendants();
      }
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
    exit.exit(exitCode);
  }

  /**
   * Sees that the process ends once the JVM's shutdown has begun, whether by {@link #leave}, a
   * task's {@code System.exit} or a signal, however long shutdown hooks of the user's take; for the
   * runner, before any code of the user's has run.
   */
  void limitShutdown(long graceMillis) {
    long limitMillis = Math.max(MIN_SHUTDOWN_MILLIS, graceMillis);
    exit.atShutdown(
        () -> {
          Set<Thread> before = liveThreads();
          startDaemon("procession-last-resort", () -> haltAfter(limitMillis, before));
        });
  }

  private void haltAfter(long limitMillis, Set<Thread> before) {
    try {
      Thread.sleep(limitMillis);
      String why =
          "shutdown hooks have not ended within %d ms; still running: %s"
              .formatted(limitMillis, hooks(before));
      startDaemon("procession-last-line", () -> exit.fail(Exit.HOOKS_HANG, why))
          .join(LAST_LINE_MILLIS);
    } catch (InterruptedException e) {
      // Somebody wants it to end now.
    } finally {
      exit.halt(Exit.HOOKS_HANG);
    }
  }

  /**
   * The names of what may be shutdown hooks: nobody tells which threads are, so these are those
   * that were started since the shutdown began, and others that are no daemons. Their stacks would
   * say more, but a thread that does not stop to have its stack looked at would keep us waiting.
   */
  private static String hooks(Set<Thread> before) {
    return liveThreads().stream()
        .filter(thread -> !(before.contains(thread) && thread.isDaemon()))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("procession-") && !NOT_HOOKS.contains(name))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static Set<Thread> liveThreads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = all.getParent(); parent != null; parent = all.getParent()) {
      all = parent;
    }
    Thread[] threads = new Thread[2 * all.activeCount() + SPARE_THREADS];
    return Set.copyOf(Arrays.asList(threads).subList(0, all.enumerate(threads)));
  }

  private static Thread startDaemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The worker cannot go on. */
  void fail(int code, Throwable why) {
    StackTraceElement[] trace = why.getStackTrace();
    exit.fail(code, why + (trace.length == 0 ? "" : " at " + trace[0]));
  }
}
