package dev.procession.scheduler;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which processes have been launched and have not said anything, so many of them at most.
 *
 * <p>JVMs that start side by side on few processors are all late, and tasks wait for the first one
 * only. What a process does after its hello is no concern of this: an initializer may take long,
 * and all run side by side.
 */
final class Launches {
  /**
   * For how long a silent process keeps others waiting. A JVM takes a tenth of it, on a busy
   * machine some times that; one that is stuck must not be what all the others wait for.
   */
  static final long MAX_SILENCE_NANOS = 1_000_000_000;

  private final OptionalInt limit;
  private final long maxSilenceNanos;
  private final Agenda agenda;
  // Insertion order is launch order, and so who keeps others waiting for the shortest time.
  private final Map<Worker, Long> silentUntil = new LinkedHashMap<>();

  Launches(SchedulerOptions options, Agenda agenda) {
    this.limit = options.launchesAtOnce();
    this.maxSilenceNanos = Math.min(MAX_SILENCE_NANOS, options.startTimeoutNanos());
    this.agenda = agenda;
  }

  /** Whether no other process may be launched now. */
  boolean areFull() {
    for (Iterator<Long> until = silentUntil.values().iterator(); until.hasNext(); until.remove()) {
      if (until.next() > agenda.now()) {
        break;
      }
    }
    return limit.isPresent() && silentUntil.size() >= limit.getAsInt();
  }

  /** The process of a worker is launched now. */
  void begin(Worker worker) {
    if (limit.isPresent()) {
      long until = agenda.in(maxSilenceNanos);
      silentUntil.put(worker, until);
      // Nobody may have anything to say by then.
      agenda.arm(worker, until);
    }
  }

  /** The process of a worker has said something, or is gone. */
  void end(Worker worker) {
    silentUntil.remove(worker);
  }
}
