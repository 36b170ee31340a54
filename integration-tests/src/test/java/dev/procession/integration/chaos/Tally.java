package dev.procession.integration.chaos;

import dev.procession.PoolStats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** What was done to the pool, what it survived, and what it did wrong. From any thread. */
final class Tally {
  private static final int MOST_COMPLAINTS = 50;

  /** What is counted, in the order in which it is printed. */
  enum Count {
    ITEMS_RIGHT,
    ITEMS_CRASHED,
    ITEMS_TIMED_OUT_AS_MEANT,
    ITEMS_TIMED_OUT_BY_SIGNAL,
    ITEMS_TIMED_OUT_BY_LOAD,
    ITEMS_CANCELLED,
    CALLS_COMPLETED,
    CALLS_FAILED,
    CALLS_CANCELLED,
    CALLS_LEFT_EARLY,
    FUTURES_BEGUN,
    FUTURES_ENDED,
    LINES_PRINTED,
    SIGNALS_MISSED,
    STOPPED_ENDED_BY_POOL,
    STOPPED_ENDED_BY_MONKEY,
    SLOW_TO_DIE_ENDED_BY_MONKEY,
    MOST_WORKERS,
    MOST_RUNNING
  }

  /** By {@link Count} and {@link Signal}. */
  private final Map<Enum<?>, LongAdder> numbers = new ConcurrentHashMap<>();

  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  void add(Count count) {
    add(count, 1);
  }

  void add(Count count, long number) {
    adder(count).add(number);
  }

  void add(Signal signal) {
    adder(signal).increment();
  }

  /** Keeps the largest; called by one thread at a time for each count. */
  void largest(Count count, long number) {
    adder(count).add(Math.max(0, number - of(count)));
  }

  long of(Count count) {
    return adder(count).sum();
  }

  long of(Signal signal) {
    return adder(signal).sum();
  }

  private LongAdder adder(Enum<?> what) {
    return numbers.computeIfAbsent(what, w -> new LongAdder());
  }

  /** Counts how often a future ends, which shall be once. */
  <T> CompletableFuture<T> watch(CompletableFuture<T> future) {
    AtomicBoolean hasEnded = new AtomicBoolean();
    add(Count.FUTURES_BEGUN);
    future.whenComplete(
        (value, error) -> {
          add(Count.FUTURES_ENDED);
          if (hasEnded.getAndSet(true)) {
            complain("a future ended twice");
          }
        });
    return future;
  }

  void complain(String what) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(what);
    }
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  String report(PoolStats stats) {
    StringBuilder text = new StringBuilder("survived");
    for (Signal signal : Signal.values()) {
      text.append(' ').append(signal).append(' ').append(of(signal));
    }
    text.append('\n');
    for (Count count : Count.values()) {
      String name = count.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      text.append("  ").append(name).append(": ").append(of(count)).append('\n');
    }
    return text.append("  ").append(stats).append('\n').toString();
  }
}
