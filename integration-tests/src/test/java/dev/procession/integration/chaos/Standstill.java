package dev.procession.integration.chaos;

import dev.procession.ProcessPool;
import java.util.List;
import java.util.Map;

/** Says what everybody does when a user waits for longer than anything can take. */
final class Standstill {
  private static final long PATIENCE_MILLIS = 5000;

  private Standstill() {}

  /** The users that wait, what the pool says of itself, and all threads. */
  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  static void dump(ProcessPool pool, List<UserThread> users) throws InterruptedException {
    StringBuilder text = new StringBuilder("=== standstill: " + users + "\n");
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      text.append(each.getKey()).append(' ').append(each.getKey().getState()).append('\n');
      for (StackTraceElement frame : each.getValue()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    System.err.print(text);
    // Who knows whether the pool still answers?
    Thread asking =
        new Thread(() -> System.err.println(pool.workers() + "\n" + pool.stats()), "asking");
    asking.setDaemon(true);
    asking.start();
    asking.join(PATIENCE_MILLIS);
  }
}
