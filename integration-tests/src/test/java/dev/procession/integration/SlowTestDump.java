package dev.procession.integration;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/** Says on stderr what a test and its child JVMs do when it takes long; once. */
final class SlowTestDump {
  private static final long LIMIT_MILLIS = 45_000;
  private static final long JSTACK_SECONDS = 5;

  /**
   * A JVM is asked by SIGQUIT, which ends one that has just been started and cannot take it yet.
   */
  private static final Duration GROWN_UP = Duration.ofSeconds(20);

  private static final Timer TIMER = new Timer("slow-test-dump", true);

  private final String test;
  private final TimerTask task =
      new TimerTask() {
        @Override
        public void run() {
          dump();
        }
      };

  SlowTestDump(String test) {
    this.test = test;
    TIMER.schedule(task, LIMIT_MILLIS);
  }

  void cancel() {
    task.cancel();
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private void dump() {
    StringBuilder text = new StringBuilder("=== slow: " + test + "\n");
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
      text.append(thread.getLockName() == null ? "" : " on " + thread.getLockName()).append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    System.err.print(text);
    ProcessHandle.current()
        .children()
        .filter(SlowTestDump::isJvm)
        .filter(SlowTestDump::isGrownUp)
        .forEach(SlowTestDump::dump);
  }

  /** Others would end by that signal. */
  private static boolean isJvm(ProcessHandle child) {
    return child.info().command().map(command -> command.endsWith("/java")).orElse(false);
  }

  private static boolean isGrownUp(ProcessHandle child) {
    Instant old = Instant.now().minus(GROWN_UP);
    return child.info().startInstant().map(started -> started.isBefore(old)).orElse(false);
  }

  @SuppressWarnings("SystemOut")
  private static void dump(ProcessHandle child) {
    System.err.println("=== child " + child.pid() + " " + child.info().commandLine().orElse(""));
    Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
    try {
      Process process =
          new ProcessBuilder(jstack.toString(), Long.toString(child.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!process.waitFor(JSTACK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      System.err.println("no jstack: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
