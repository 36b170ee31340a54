package dev.procession.cli;

import dev.procession.process.WorkerObserver;
import dev.procession.process.WorkerSighting;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long workers had items that they had not answered yet, all workers together.
 *
 * <p>It is seen from here, where chunks are sent and their answers are read. So of that time, what
 * the function did not take, items or results were under way, or were being made into bytes and
 * back by the worker. Told, and asked, by any thread.
 */
final class HeldTime implements WorkerObserver {
  private final LongSupplier nanoTime;

  /** By worker the chunks that are out; guarded by this, like all that follows. */
  private final Map<WorkerKey, Holding> holdings = new HashMap<>();

  private long pastNanos;

  /**
   * What a worker has.
   *
   * @param chunks how many
   * @param sinceNanos since when it has had some
   */
  private record Holding(int chunks, long sinceNanos) {}

  HeldTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void saw(WorkerKey worker, WorkerSighting what) {
    if (what instanceof WorkerSighting.ChunkSent) {
      count(worker, 1);
    } else if (what instanceof WorkerSighting.ChunkOver) {
      count(worker, -1);
    }
  }

  /** The time until now. */
  synchronized long nanos() {
    long now = nanoTime.getAsLong();
    return pastNanos
        + holdings.values().stream().mapToLong(holding -> now - holding.sinceNanos()).sum();
  }

  private synchronized void count(WorkerKey worker, int change) {
    long now = nanoTime.getAsLong();
    Holding before = holdings.getOrDefault(worker, new Holding(0, now));
    int chunks = before.chunks() + change;
    if (chunks > 0) {
      holdings.put(worker, new Holding(chunks, before.sinceNanos()));
    } else {
      holdings.remove(worker);
      pastNanos += now - before.sinceNanos();
    }
  }
}
