package dev.procession.scheduler;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Limits the number of processes that have been launched and have not sent their hello.
 *
 * <p>JVMs that start in parallel on few processors delay each other, while tasks need only the
 * first. The limit does not apply after the hello: an initializer may take long, and all run in
 * parallel.
 */
final class LaunchLimit {
  /**
   * The longest time that a silent process delays others. A JVM takes about a tenth of this, or
   * several tenths on a busy machine; one that hangs must not block all others.
   */
  static final long MAX_SILENCE_NANOS = 1_000_000_000;

  private final long maxSilenceNanos;
  private final Alarms alarms;
  private OptionalInt limit; // written by the scheduler's thread only
  // Insertion order is launch order, so the first entry expires first.
  private final Map<Worker, Long> silentUntil = new LinkedHashMap<>();

  LaunchLimit(SchedulerOptions options, Alarms alarms) {
    this.limit = options.launchesAtOnce();
    this.maxSilenceNanos = Math.min(MAX_SILENCE_NANOS, options.startTimeoutNanos());
    this.alarms = alarms;
  }

  /** There are other hosts than before, which launch so many at once. */
  void changeTo(int launchesAtOnce) {
    limit = OptionalInt.of(launchesAtOnce);
  }

  /** Whether no further process may be launched now. */
  boolean areFull() {
    for (Iterator<Long> until = silentUntil.values().iterator(); until.hasNext(); until.remove()) {
      if (until.next() > alarms.now()) {
        break;
      }
    }
    return limit.isPresent() && silentUntil.size() >= limit.getAsInt();
  }

  /** Records that the process of a worker is launched now. */
  void begin(Worker worker) {
    if (limit.isPresent()) {
      long until = alarms.in(maxSilenceNanos);
      silentUntil.put(worker, until);
      // No other event may occur by then.
      alarms.arm(worker, until);
    }
  }

  /** Records that the process of a worker has sent its hello, or has exited. */
  void end(Worker worker) {
    silentUntil.remove(worker);
  }
}
