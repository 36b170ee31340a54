package dev.procession.process.observe;

import dev.procession.process.job.WaitLog;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logs events that have no caller to report them to. Each line ends with the pool's counts, as in
 * HikariCP, so that a single line is enough for a diagnosis.
 *
 * <p>Normal operation is logged at level debug, a process that is lost or replaced early at info,
 * and problems that need attention at warn. If SLF4J has no provider, warnings are printed to
 * {@code System.err} and all else is discarded.
 *
 * <p>A logger is user code and may block: only callback threads and threads that relay output may
 * call.
 */
public final class PoolLog implements Consumer<PoolEvent>, WaitLog {
  private static final String NAME = "dev.procession.ProcessPool";

  private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  private final Optional<Logger> logger;
  private final Supplier<EngineSnapshot> now;
  private final Optional<String> name;

  /**
   * @param logger the logger; empty to print warnings to {@code System.err} only
   * @param now returns the current snapshot of the pool
   */
  public PoolLog(Optional<Logger> logger, Supplier<EngineSnapshot> now) {
    this(logger, now, Optional.empty());
  }

  /**
   * @param name what its owner calls the pool
   */
  public PoolLog(Optional<Logger> logger, Supplier<EngineSnapshot> now, Optional<String> name) {
    this.name = name;
    this.logger = logger;
    this.now = now;
  }

  /** SLF4J is not asked for a logger without a provider, because it would print a notice. */
  public static Optional<Logger> providedLogger() {
    boolean isProvided =
        System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null
            || (mayBeProvided() && Provider.isThere());
    return isProvided ? Optional.of(LoggerFactory.getLogger(NAME)) : Optional.empty();
  }

  /** Whether it is worth it to look with the service loader, which takes a part of a start. */
  private static boolean mayBeProvided() {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    return LoggerFactory.class.getModule().isNamed()
        || loader == null
        || loader.getResource(PROVIDERS) != null;
  }

  /**
   * In a class of its own, so that the interface of providers is loaded only where it is needed.
   */
  private static final class Provider {
    static boolean isThere() {
      ClassLoader loader = LoggerFactory.class.getClassLoader();
      return ServiceLoader.load(SLF4JServiceProvider.class, loader).iterator().hasNext();
    }
  }

  /** Whether process events are logged at all. */
  boolean isHeard() {
    return logger.isPresent() && logger.get().isInfoEnabled();
  }

  @Override
  public void accept(PoolEvent event) {
    if (logger.isEmpty()) {
      return;
    }
    Logger out = logger.get();
    if (event instanceof PoolEvent.Exited exited && exited.end() != PoolEvent.End.PLANNED) {
      out.info("{}. {}", unplanned(exited), counts());
    } else if (out.isDebugEnabled()) {
      out.debug("{}. {}", event, counts());
    }
  }

  private static String unplanned(PoolEvent.Exited exited) {
    ExitReport report = exited.report();
    String host = report.host().map(name -> " on " + name).orElse("");
    String pid = report.pid().map(id -> " (pid " + id + host + ")").orElse("");
    String code =
        report.exitCode().isPresent() ? ", exit code " + report.exitCode().getAsInt() : "";
    String detail = report.detail().isEmpty() ? "" : ": " + report.detail();
    String what = exited.end() == PoolEvent.End.LOST ? " was lost" : " did not become ready";
    return exited.worker() + pid + what + code + detail;
  }

  /**
   * A task that was passed to {@code execute} failed.
   *
   * @param error the exception that it threw, or its failure
   */
  public void taskFailed(Throwable error) {
    warn("A task passed to execute() failed; no caller receives the exception.", error);
  }

  /**
   * A pool became unreachable without having been closed.
   *
   * @param place the line of user code that created it
   * @param madeAt the stack trace of that moment
   */
  public void poolForgotten(String place, Throwable madeAt) {
    warn(
        "A ProcessPool made at "
            + place
            + " became unreachable without being closed. Its workers exit after finishing the"
            + " accepted work. Close the pool, preferably with try-with-resources.",
        madeAt);
  }

  /**
   * A stream of results became unreachable half-read without having been closed.
   *
   * @param place the line of user code that created it
   * @param madeAt the stack trace of that moment
   */
  public void streamForgotten(String place, Throwable madeAt) {
    warn(
        "A stream of results made at "
            + place
            + " became unreachable before its end without being closed. Until it was"
            + " garbage-collected, a thread kept reading its input and workers kept"
            + " processing it. Close it, preferably with try-with-resources. Further streams"
            + " of this pool are not reported.",
        madeAt);
  }

  @Override
  public void initializerWaits(String className) {
    warn(
        "The static initializer of "
            + className
            + " has been waiting for results for seconds. No other thread can use that class before"
            + " it ends; if an item or a result needs the class, both wait for ever. Call the pool"
            + " from main, or from a method that runs later.",
        null);
  }

  @Override
  public void inputWaitsForLock(String waitingAt) {
    warn(
        "The thread that reads the input of a map has been blocked on a lock for seconds, at "
            + waitingAt
            + ". If the thread that called the pool holds that lock, both wait for ever: give the"
            + " pool a copy of the input, or call it without the lock.",
        null);
  }

  /** A task has ended and left a lock locked, or permits acquired; they are free now. */
  public void leftHeld(String what, String task, String place) {
    warn(
        "%s has ended without releasing %s%s. The pool has released it; the next owner of a lock"
                .formatted(capitalized(task), what, place.isEmpty() ? "" : ", acquired at " + place)
            + " learns this from wasAbandoned(). Release in a finally block.",
        null);
  }

  /** Something waits for what a thread of no task holds, or one of the program. */
  public void heldLong(String waiting, String holder, String place) {
    warn(
        "%s, for more than 10 seconds. It is held by %s%s, so no end of a task releases it. If that"
                .formatted(
                    capitalized(waiting), holder, place.isEmpty() ? "" : ", acquired at " + place)
            + " thread has ended without releasing it, nothing will: release in a finally block.",
        null);
  }

  private static String capitalized(String sentence) {
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** An amount was added to a counter that this pool does not have any more, or never had. */
  public void amountLost(Optional<WorkerKey> worker, long amount) {
    warn(
        "%s added %d to a counter that is closed or belongs to another pool, so the amount is lost."
                .formatted(
                    worker.map(key -> "Worker " + key.workerId()).orElse("The program"), amount)
            + " Close a counter when no task adds to it any more.",
        null);
  }

  /** Every worker waits for a shared object, while items are queued. */
  public void allWait(List<String> waits) {
    warn(
        "All workers wait for shared objects, and no worker is free to run the queued tasks that"
            + " might end the wait. Use more workers, or let fewer tasks wait at a time. "
            + String.join("; ", waits)
            + ".",
        null);
  }

  /** The pool cannot be shown on a live page; it works all the same. */
  public void livePageFailed(String why) {
    warn("There is no live page of this pool: " + why + ".", null);
  }

  /**
   * A task has captured what threads share, and workers do not.
   *
   * @param what its name, if that is known, its class, and where the task is
   */
  public void sharedByThreadsOnly(String what) {
    warn(
        "A task uses "
            + what
            + ". Each worker has a copy of it: changes that tasks make to their copies are"
            + " visible neither here nor in other workers. Return results from tasks and"
            + " combine them here; or use pool.shared(), whose counters, queues and locks are"
            + " shared by all workers.",
        null);
  }

  /** A host of the pool is lost, or could not be used. */
  public void hostLost(String host, String why) {
    warn("Host " + host + " cannot be used: " + why + ".", null);
  }

  /** A process asks to be replaced early. */
  public void retiring(WorkerKey worker, String reason) {
    logger.ifPresent(out -> out.info("{} asks to be replaced: {}. {}", worker, reason, counts()));
  }

  /** A progress consumer threw an exception. */
  public void progressFailed(Throwable error) {
    warn("The onProgress consumer threw an exception; it still receives further updates.", error);
  }

  public void outputFailed(Throwable error) {
    warn(
        "The pool's onOutput consumer threw an exception; it does not receive that line again.",
        error);
  }

  /** What was to be done at the end of the pool was not. */
  public void endFailed(Throwable error) {
    warn("The pool has ended, but not all that belongs to it.", error);
  }

  void listenerFailed(Throwable error) {
    warn("A PoolListener threw an exception; it still receives further events.", error);
  }

  void listenerLags(int events) {
    warn(
        "A PoolListener is "
            + events
            + " events behind; further events are dropped until it has caught up. Move slow work"
            + " in the listener to another thread.",
        null);
  }

  void listenerCaughtUp(long missed) {
    warn("A PoolListener has caught up; " + missed + " events were dropped.", null);
  }

  private void warn(String what, @Nullable Throwable error) {
    String line = what + " " + counts();
    if (logger.isPresent()) {
      logger.get().warn(line, error);
      return;
    }
    synchronized (System.err) {
      System.err.println("procession: warning: " + line);
      if (error != null) {
        error.printStackTrace();
      }
    }
  }

  private String counts() {
    EngineSnapshot snapshot = now.get();
    PoolSnapshot pool = snapshot.pool();
    long busy =
        pool.workers().stream()
            .filter(w -> w.state() == Phase.BUSY || w.state() == Phase.RETIRING)
            .count();
    return String.format(
        "(%s%s; workers: %d, %d busy, %d started, %d lost; tasks: %d queued, %d at workers,"
            + " %d completed, %d failed)",
        name.map(given -> "pool " + given + ", ").orElse(""),
        pool.state(),
        pool.workers().size(),
        busy,
        pool.workersStarted(),
        pool.workersLost(),
        snapshot.queuedItems(),
        pool.heldItems(),
        snapshot.tasksSucceeded(),
        snapshot.tasksFailed());
  }
}
