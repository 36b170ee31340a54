package dev.procession.scheduler;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of processes that have been launched and have not sent their hello.
 *
 * <p>JVMs that start in parallel on few processors delay each other, while tasks need only the
 * first. The limit does not apply after the hello: an initializer may take long, and all run in
 * parallel. There is one exception: if items wait when the first process says hello, it leads, and
 * counts for a moment longer. A short program is over by then, and needs no other process.
 */
final class LaunchLimit {
  /**
   * The longest time that a silent process delays others. A JVM takes about a tenth of this, or
   * several tenths on a busy machine; one that hangs must not block all others.
   */
  static final long MAX_SILENCE_NANOS = 1_000_000_000;

  /**
   * How long the first process leads, from its hello on, and again from when it is ready: about as
   * long as the start of a JVM takes.
   */
  static final long LEAD_NANOS = 100_000_000;

  private final long maxSilenceNanos;
  private final Alarms alarms;
  private OptionalInt limit; // written by the scheduler's thread only
  // Insertion order is launch order, so the first entry expires first.
  private final Map<Worker, Long> silentUntil = new LinkedHashMap<>();
  // The process that leads, and until when.
  private @Nullable Worker leader;
  private long leadsUntil;
  private boolean anySaidHello;

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
    if (limit.isEmpty()) {
      return false;
    }
    int leading = leads() ? 1 : 0;
    return silentUntil.size() + leading >= limit.getAsInt();
  }

  /** Whether a process leads; then its alarm rings when that is over. */
  private boolean leads() {
    if (leader != null && leadsUntil <= alarms.now()) {
      leader = null;
    }
    if (leader != null) {
      // Each time, since an earlier alarm of the worker takes the place of this one.
      alarms.arm(leader, leadsUntil);
    }
    return leader != null;
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

  /** Records that the process of a worker has sent its hello, while so many items are queued. */
  void saidHello(Worker worker, long queuedItems) {
    silentUntil.remove(worker);
    if (!anySaidHello && queuedItems > 0) {
      leader = worker;
      leadsUntil = alarms.in(LEAD_NANOS);
    }
    anySaidHello = true;
  }

  /** Records that the process of a worker is ready. */
  void ready(Worker worker) {
    silentUntil.remove(worker);
    if (leader == worker && leadsUntil > alarms.now()) {
      leadsUntil = alarms.in(LEAD_NANOS);
    }
  }

  /** Records that the process of a worker has exited. */
  void exited(Worker worker) {
    silentUntil.remove(worker);
    if (leader == worker) {
      leader = null;
    }
  }
}
