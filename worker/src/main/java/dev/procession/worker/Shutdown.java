package dev.procession.worker;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.ProgressPage;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways in which a worker ends, and which of them takes precedence. */
final class Shutdown {
  /**
   * The minimum time limit of a shutdown, so that one without hooks ends with the requested code.
   */
  private static final long MIN_SHUTDOWN_MILLIS = 250;

  /** The time limit for writing the last line to a pipe that may have no reader. */
  private static final long LAST_LINE_MILLIS = 250;

  /** More than an answer of the coordinator takes, and less than is saved by it. */
  private static final long RELEASE_MILLIS = 100;

  /** How long a dismissed worker may continue after the exit of its coordinator. */
  private static final long ABANDONED_MILLIS = 500;

  /** The JVM's own non-daemon threads. */
  private static final Set<String> NOT_HOOKS = Set.of("main", "DestroyJavaVM", "SIGTERM handler");

  /** Spare capacity for threads that start while they are counted. */
  private static final int SPARE_THREADS = 16;

  private final ProcessExit exit;

  /** Whether the coordinator has sent {@code Bye}; written by the reader. */
  private volatile boolean dismissed;

  /** Whether the runner has ended and shutdown hooks run; written by the runner. */
  private volatile boolean underWay;

  /** The exit code then; written by the runner before {@link #underWay}. */
  private int code;

  /** Ends the reader's blocking; set before the shutdown is limited. */
  private volatile @Nullable Runnable readerRelease;

  /** The file to delete if the coordinator no longer can; owned by the reader. */
  private @Nullable File progressPage;

  Shutdown(ProcessExit exit) {
    this.exit = exit;
  }

  /** Sets the file that the coordinator would have deleted; for the reader. */
  void removeIfAbandoned(String newProgressPage) {
    progressPage = new File(newProgressPage);
  }

  /** Sets what keeps the reader from blocking when the JVM exits; it may wait. */
  void releaseReaderBy(Runnable release) {
    readerRelease = release;
  }

  /**
   * Called when the coordinator has sent {@code Bye}, so that the end of the input is expected; for
   * the reader.
   */
  void dismissed() {
    dismissed = true;
  }

  /**
   * The input has ended; for the reader. A task cannot delay this: no lock is taken and no user
   * code runs.
   */
  void coordinatorGone() {
    try {
      exit.killDescendants();
      if (dismissed) {
        Thread.sleep(ABANDONED_MILLIS);
        exit.killDescendants();
      }
      exit.killLateBirths();
      removeFiles();
    } catch (InterruptedException e) {
      // The process exits anyway.
    } finally {
      exit.halt(underWay ? code : ProcessExit.COORDINATOR_GONE);
    }
  }

  /** Deletes the pool's private folder, which is not needed after the exit of the coordinator. */
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
    // The other workers do the same concurrently; the last one succeeds.
    folder.delete();
  }

  /** Ends the process in an orderly way; for the runner, when everything has been sent. */
  void leave(int exitCode) {
    code = exitCode;
    underWay = true;
    exit.exit(exitCode);
  }

  /**
   * Ensures that the process ends once the JVM's shutdown has begun, by {@link #leave}, a task's
   * {@code System.exit} or a signal, even if users' shutdown hooks hang; for the runner, before any
   * user code runs.
   */
  void limitShutdown(long graceMillis) {
    long limitMillis = Math.max(MIN_SHUTDOWN_MILLIS, graceMillis);
    exit.atShutdown(new Limit(limitMillis));
  }

  /** No lambdas, whose linking takes longer than the rest of an orderly exit. */
  private final class Limit implements Runnable {
    private final long limitMillis;

    Limit(long limitMillis) {
      this.limitMillis = limitMillis;
    }

    @Override
    public void run() {
      startDaemon("procession-last-resort", new LastResort(limitMillis, liveThreads()));
      Runnable release = readerRelease;
      // A dismissed worker does not block in a read any more.
      if (release != null && !dismissed) {
        try {
          startDaemon("procession-reader-release", release).join(RELEASE_MILLIS);
        } catch (InterruptedException e) {
          // The exit takes longer.
        }
      }
    }
  }

  private final class LastResort implements Runnable {
    private final long limitMillis;

    /** Followed by nulls. */
    private final @Nullable Thread[] before;

    LastResort(long limitMillis, @Nullable Thread[] before) {
      this.limitMillis = limitMillis;
      this.before = before;
    }

    @Override
    public void run() {
      haltAfter(limitMillis, before);
    }
  }

  private void haltAfter(long limitMillis, @Nullable Thread[] before) {
    try {
      Thread.sleep(limitMillis);
      String why =
          "shutdown hooks have not ended within %d ms; still running: %s"
              .formatted(limitMillis, hooks(before));
      printLastLine(ProcessExit.HOOKS_HANG, why);
    } catch (InterruptedException e) {
      // Halt at once.
    } finally {
      exit.halt(ProcessExit.HOOKS_HANG);
    }
  }

  /**
   * The names of threads that may be shutdown hooks. The JVM does not tell which threads are hooks,
   * so these are the threads started since the shutdown began, and other non-daemon threads. Their
   * stack traces would tell more, but a thread that does not reach a safepoint would block us.
   */
  private static String hooks(@Nullable Thread[] before) {
    List<@Nullable Thread> known = Arrays.asList(before);
    return Stream.of(liveThreads())
        .flatMap(Stream::ofNullable)
        .filter(thread -> !(known.contains(thread) && thread.isDaemon()))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("procession-") && !NOT_HOOKS.contains(name))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** The live threads, followed by nulls. */
  private static @Nullable Thread[] liveThreads() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = all.getParent(); parent != null; parent = all.getParent()) {
      all = parent;
    }
    Thread[] threads = new Thread[2 * all.activeCount() + SPARE_THREADS];
    all.enumerate(threads);
    return threads;
  }

  private static Thread startDaemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** An object of this worker cannot be closed; nothing else will run here. From any thread. */
  void closingHangs(String why) {
    try {
      printLastLine(ProcessExit.CLOSE_HANGS, why);
    } catch (InterruptedException e) {
      // Halt at once.
    } finally {
      exit.halt(ProcessExit.CLOSE_HANGS);
    }
  }

  /** Halts with a last line, if somebody reads it. */
  private void printLastLine(int exitCode, String why) throws InterruptedException {
    startDaemon("procession-last-line", () -> exit.fail(exitCode, why)).join(LAST_LINE_MILLIS);
  }

  /** Ends the process after an error of the worker itself. */
  void fail(int code, Throwable why) {
    try {
      StackTraceElement[] trace = ErrorText.traceOf(why);
      exit.fail(code, ErrorText.of(why) + (trace.length == 0 ? "" : " at " + trace[0]));
    } catch (LinkageError | VirtualMachineError e) {
      // The class or memory that is missing is missing here, too.
      exit.halt(code);
    }
  }
}
