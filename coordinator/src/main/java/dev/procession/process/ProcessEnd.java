package dev.procession.process;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** What there is to wait for and to close when a process ends. */
final class ProcessEnd {
  private static final long DRAIN_MILLIS = 1000;

  /** How long a process may live on when its channel has ended: that of one that exits does. */
  private static final long EXIT_AFTER_CHANNEL_MILLIS = 2000;

  private ProcessEnd() {}

  /** Nobody interrupts the threads that call this: the wait ends with the process. */
  static void await(Process launched) {
    while (true) {
      try {
        launched.waitFor();
        return;
      } catch (InterruptedException e) {
        // A stray interrupt is no reason to leave a process without its watch.
      }
    }
  }

  /** Whether a process whose channel has ended exits soon; waits for that. */
  static boolean isNear(Process launched) {
    try {
      return launched.waitFor(EXIT_AFTER_CHANNEL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // As above; who waits for the exit hears of it.
      return true;
    }
  }

  /** Waits for the threads at the streams of a process that has ended, but not for long. */
  static void join(List<Thread> threads) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
    for (Thread each : threads) {
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        each.join(Math.max(1, left));
      } catch (InterruptedException e) {
        // As above; the other threads get what is left of the time.
      }
    }
  }

  static void close(Process ended) {
    // Not stderr: the relay closes it when it has relayed what is there, however slow its taker is.
    for (AutoCloseable stream : List.of(ended.getInputStream(), ended.getOutputStream())) {
      try {
        stream.close();
      } catch (Exception e) {
        // Flushing to a process that is gone fails; that it is gone is known.
      }
    }
  }
}
