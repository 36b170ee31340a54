package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Items that failed and are tried again, each when its delay is over. */
final class Retries {
  /** A delay that doubles ends here, unless its first step is longer. */
  static final long MAX_DELAY_NANOS = 3_600_000_000_000L;

  private record Delayed(long at, long sequence, ItemRange items) implements Comparable<Delayed> {
    @Override
    public int compareTo(Delayed other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  private final Alarms alarms;
  private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
  // Both are written by the scheduler's thread only.
  private long lastSequence;
  private boolean stopped;

  Retries(Alarms alarms) {
    this.alarms = alarms;
  }

  /** Whether an item that has failed once more is tried again. */
  boolean areLeft(ItemRange items) {
    int retries = items.batch().job().options().retry().retries();
    return !stopped && items.past().failures() < retries;
  }

  /** Adds items whose last failure is part of their past. */
  void add(ItemRange items) {
    long firstDelay = items.batch().job().options().retry().delayNanos();
    long at = alarms.in(delay(firstDelay, items.past().failures()));
    delayed.add(new Delayed(at, ++lastSequence, items));
  }

  private static long delay(long first, int failures) {
    long delay = first;
    for (int i = 1; i < failures && delay > 0 && delay < MAX_DELAY_NANOS; i++) {
      delay = Math.min(2 * delay, MAX_DELAY_NANOS);
    }
    return delay;
  }

  /** The items whose delay is over, in the order in which they are to run. */
  List<ItemRange> takeDue() {
    if (delayed.isEmpty()) {
      return List.of();
    }
    List<ItemRange> due = new ArrayList<>();
    for (Delayed next = delayed.peek();
        next != null && next.at() <= alarms.now();
        next = delayed.peek()) {
      due.add(next.items());
      delayed.remove();
    }
    return due;
  }

  /** When {@link #takeDue} has something to return. */
  OptionalLong next() {
    Delayed next = delayed.peek();
    return next == null || Alarms.isNever(next.at())
        ? OptionalLong.empty()
        : OptionalLong.of(next.at());
  }

  /** The items of a job are not to run any more. */
  void forget(JobState job) {
    if (job.delayedItems() > 0) {
      delayed.removeIf(each -> each.items().batch().job() == job);
    }
  }

  /** Nothing is tried again from now on. */
  void stop() {
    stopped = true;
  }
}
