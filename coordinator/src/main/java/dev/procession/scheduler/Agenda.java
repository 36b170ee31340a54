package dev.procession.scheduler;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What time it is, and which worker must be looked at when.
 *
 * <p>Times inside the scheduler count from its first event, so they are never negative and compare
 * as numbers, whatever {@code System.nanoTime} starts from. A worker has one valid alarm at most: a
 * deadline that moves back is found out when its old alarm rings, so that moving one costs nothing.
 */
final class Agenda {
  private record Alarm(long at, long sequence, Worker worker) {}

  /** No deadline is later: about 146 years. */
  private static final long NEVER = Long.MAX_VALUE / 2;

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::sequence));
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

  /** Has {@link #pollDue} return the worker at that time, or earlier if that was asked before. */
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
