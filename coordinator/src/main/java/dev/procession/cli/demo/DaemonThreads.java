package dev.procession.cli.demo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads to compare processes with; none keeps the program alive. */
final class DaemonThreads {
  private DaemonThreads() {}

  static ExecutorService pool(int threads) {
    return Executors.newFixedThreadPool(threads, DaemonThreads::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "lesson");
    thread.setDaemon(true);
    return thread;
  }
}
