package dev.procession.process.host;

import dev.procession.process.thread.Threads;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launch of a process before the scheduler asks for it. A program's first result waits for a
 * JVM to start; meanwhile the scheduler's own classes can be loaded.
 */
final class EarlyLaunch implements Runnable {
  private final WorkerKey key;
  private final List<String> flags;
  private final LocalHost host;
  private final Thread thread;

  /** Written by the thread, read when it has ended. */
  private @Nullable HostedProcess process;

  private @Nullable Throwable failure;

  /** Guarded by this: it is taken once, or discarded. */
  private boolean over;

  private EarlyLaunch(WorkerKey key, List<String> flags, LocalHost host, Threads threads) {
    this.key = key;
    this.flags = flags;
    this.host = host;
    this.thread = threads.daemon("procession-launch", this, 0);
  }

  /**
   * Starts to launch a process on a thread of its own.
   *
   * @throws OutOfMemoryError if the system has no thread to give
   */
  static EarlyLaunch start(WorkerKey key, List<String> flags, LocalHost host, Threads threads) {
    EarlyLaunch launch = new EarlyLaunch(key, flags, host, threads);
    launch.thread.start();
    return launch;
  }

  @Override
  public void run() {
    try {
      process = host.launchNow(key, flags);
    } catch (Throwable e) {
      failure = e;
    }
  }

  /**
   * The process, once it has been launched; null if it is not the one asked for.
   *
   * @throws IOException if it could not be launched
   */
  @Nullable HostedProcess take(WorkerKey askedFor) throws IOException {
    if (!key.equals(askedFor) || !end()) {
      return null;
    }
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    return process;
  }

  /** Kills the process if nobody has asked for it. */
  void discard() {
    if (end() && process != null) {
      process.killItself();
      process.await();
      process.close();
    }
  }

  /** Waits for the launch; returns whether its outcome is the caller's to use. */
  private synchronized boolean end() {
    boolean isFirst = !over;
    over = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return isFirst;
  }
}
