package dev.procession.process;

import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What a pool has to say that no caller is there to be told. Each line ends with the pool's counts,
 * as HikariCP's do, so that a line is a diagnosis.
 *
 * <p>What goes as it should is told at level debug, a process that is lost or replaced early at
 * info, what somebody should look into at warn. Where SLF4J has no provider, warnings go to {@code
 * System.err}, since nobody would hear of them, and nothing else goes anywhere.
 *
 * <p>A logger is code of the user's and may block: only threads for callbacks and those that relay
 * output may call.
 */
public final class PoolLog implements Consumer<PoolEvent> {
  private static final String NAME = "dev.procession.ProcessPool";

  private final Optional<Logger> logger;
  private final Supplier<EngineSnapshot> now;

  /**
   * @param logger where it all goes; empty for warnings to {@code System.err} only
   * @param now what there is to know of the pool at the moment of the call
   */
  PoolLog(Optional<Logger> logger, Supplier<EngineSnapshot> now) {
    this.logger = logger;
    this.now = now;
  }

  /**
   * SLF4J prints a notice when it is asked for a logger and has no provider; so it is not asked.
   */
  static Optional<Logger> providedLogger() {
    boolean isProvided =
        System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null
            || ServiceLoader.load(SLF4JServiceProvider.class, LoggerFactory.class.getClassLoader())
                .stream()
                .findAny()
                .isPresent();
    return isProvided ? Optional.of(LoggerFactory.getLogger(NAME)) : Optional.empty();
  }

  /** Whether anybody would read of what becomes of processes. */
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
    String pid = report.pid().map(id -> " (pid " + id + ")").orElse("");
    String code =
        report.exitCode().isPresent() ? ", exit code " + report.exitCode().getAsInt() : "";
    String detail = report.detail().isEmpty() ? "" : ": " + report.detail();
    String what = exited.end() == PoolEvent.End.LOST ? " was lost" : " did not become ready";
    return exited.worker() + pid + what + code + detail;
  }

  /**
   * A task that was executed rather than submitted failed.
   *
   * @param error what it threw, or what became of it
   */
  public void taskFailed(Throwable error) {
    warn("An executed task failed; nobody waits for it.", error);
  }

  /**
   * A pool was dropped without having been closed.
   *
   * @param place the line of the user's that made it
   * @param madeAt the stack of that moment
   */
  public void poolForgotten(String place, Throwable madeAt) {
    warn(
        "A ProcessPool made at "
            + place
            + " was dropped without having been closed. Its workers go as soon as they have done"
            + " what it had accepted. Close it, best with try-with-resources.",
        madeAt);
  }

  /** A process asks to be replaced before its time. */
  void retiring(WorkerKey worker, String reason) {
    logger.ifPresent(out -> out.info("{} asks to be replaced: {}. {}", worker, reason, counts()));
  }

  /** A consumer that a map tells of its progress threw. */
  public void progressFailed(Throwable error) {
    warn("An onProgress threw; it is told of the next step all the same.", error);
  }

  void outputFailed(Throwable error) {
    warn("The pool's onOutput threw; the line it was given is lost to it.", error);
  }

  void listenerFailed(Throwable error) {
    warn("A listener of the pool threw; it is told of the next event all the same.", error);
  }

  void listenerLags(int events) {
    warn(
        "A PoolListener is "
            + events
            + " events behind: until it has caught up, it is not told what happens. Whatever takes"
            + " it so long belongs on another thread.",
        null);
  }

  void listenerCaughtUp(long missed) {
    warn("A PoolListener has caught up; it was not told of " + missed + " events.", null);
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
        "(%s; workers: %d, %d busy, %d started, %d lost; tasks: %d queued, %d at workers,"
            + " %d completed, %d failed)",
        pool.state(),
        pool.workers().size(),
        busy,
        pool.workersStarted(),
        pool.workersLost(),
        snapshot.queuedItems(),
        snapshot.unansweredItems(),
        snapshot.tasksSucceeded(),
        snapshot.tasksFailed());
  }
}
