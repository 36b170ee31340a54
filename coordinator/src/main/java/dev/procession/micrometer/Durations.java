package dev.procession.micrometer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Durations on their way from the threads of a pool, which must not wait, to the one thread that
 * records them. If it lags too far behind, what comes is counted and recorded as its mean.
 */
final class Durations {
  /** How many may wait one by one. */
  static final int MAX_WAITING = 10_000;

  /** What took so long. */
  enum Kind {
    /** A task, until a worker began with it. */
    WAIT,
    /** A task in a worker. */
    RUN,
    /** A chunk, from being sent to a worker until its last answer. */
    ROUND_TRIP
  }

  /**
   * So many equal durations.
   *
   * @param kind of what
   * @param nanos how long
   * @param times how often
   */
  record Some(Kind kind, long nanos, long times) {
    /** Both, with their mean. */
    private Some and(Some other) {
      long all = times + other.times;
      double mean = ((double) nanos * times + (double) other.nanos * other.times) / all;
      return new Some(kind, Math.round(mean), all);
    }
  }

  /** Guarded by this, like what follows. */
  private List<Some> waiting = new ArrayList<>();

  private final Map<Kind, Some> more = new EnumMap<>(Kind.class);

  /** Whether somebody takes what waits; at first it is whoever opens the pool. */
  private boolean taken = true;

  /** Adds durations; returns whether the caller must have somebody take them. */
  synchronized boolean add(Kind kind, long nanos, long times) {
    Some some = new Some(kind, nanos, times);
    if (waiting.size() < MAX_WAITING) {
      waiting.add(some);
    } else {
      more.merge(kind, some, Some::and);
    }
    boolean begin = !taken;
    taken = true;
    return begin;
  }

  /** Those that wait. If there are none, the next to be added must be taken by somebody else. */
  synchronized List<Some> take() {
    List<Some> all = waiting;
    all.addAll(more.values());
    more.clear();
    waiting = new ArrayList<>();
    taken = !all.isEmpty();
    return all;
  }
}
