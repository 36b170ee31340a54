package dev.procession.cli.compare;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The total time in which workers held unanswered items.
 *
 * <p>It is measured here, where chunks are sent and their answers are read. So the part in which
 * the function did not run was spent encoding, sending and decoding items and results. Used by any
 * thread.
 */
final class OccupiedTime implements WorkerObserver {
  private final LongSupplier nanoTime;

  /** The chunks held by each worker; guarded by this, like all that follows. */
  private final Map<WorkerKey, Holding> holdings = new HashMap<>();

  private long pastNanos;

  /**
   * The chunks of a worker.
   *
   * @param chunks how many
   * @param sinceNanos since when it has held any
   */
  private record Holding(int chunks, long sinceNanos) {}

  OccupiedTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void saw(WorkerKey worker, WorkerObservation what) {
    if (what instanceof WorkerObservation.ChunkSent) {
      count(worker, 1);
    } else if (what instanceof WorkerObservation.ChunkOver) {
      count(worker, -1);
    }
  }

  /** The total so far. */
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
