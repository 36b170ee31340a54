package dev.procession.scheduler;

import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The current time, and the alarms of the workers.
 *
 * <p>Times inside the scheduler count from its first event, so they are never negative and compare
 * as numbers, whatever {@code System.nanoTime} starts from. A worker has one valid alarm at most:
 * when an alarm rings for a deadline that has moved back, it is set again, so moving a deadline
 * costs nothing.
 */
final class Alarms {
  private record Alarm(long at, long sequence, Worker worker) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  /** No deadline is later: about 146 years. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
  // Written by the scheduler's thread only.
  private boolean begun;
  private long originNanos;
  private long now;
  private long lastSequence;

  void advanceTo(long callersNanos) {
    if (!begun) {
      begun = true;
      originNanos = callersNanos;
    }
    now = Math.max(now, callersNanos - originNanos);
  }

  long now() {
    return now;
  }

  /** The time that is {@code delayNanos} away. */
  long in(long delayNanos) {
    return after(now, delayNanos);
  }

  static long after(long time, long delayNanos) {
    return delayNanos >= NEVER - time ? NEVER : time + Math.max(0, delayNanos);
  }

  static boolean isNever(long at) {
    return at >= NEVER;
  }

  /**
   * Makes {@link #pollDue} return the worker at that time, or earlier if an earlier time is set.
   */
  void arm(Worker worker, long at) {
    if (isNever(at) || worker.isArmedBefore(at)) {
      return;
    }
    worker.arm(at);
    alarms.add(new Alarm(at, ++lastSequence, worker));
  }

  /** The next worker whose alarm rings, which is then disarmed; null when there is none. */
  @Nullable Worker pollDue() {
    for (Alarm alarm = alarms.peek(); alarm != null; alarm = alarms.peek()) {
      boolean isValid = alarm.worker().isArmedAt(alarm.at());
      if (isValid && alarm.at() > now) {
        return null;
      }
      alarms.poll();
      if (isValid) {
        alarm.worker().disarm();
        return alarm.worker();
      }
    }
    return null;
  }

  /** When {@link #pollDue} has something to return, in the scheduler's time. */
  OptionalLong next() {
    Alarm alarm = alarms.peek();
    return alarm == null ? OptionalLong.empty() : OptionalLong.of(alarm.at());
  }

  long inCallersTime(long at) {
    return at + originNanos;
  }
}
