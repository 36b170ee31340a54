package dev.procession.timeline;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Records the activity of the processes of some pools. Each pool has a separate observer; they may
 * be called concurrently.
 *
 * <p>The first entries are kept: if a run is too long, its beginning is recorded, and the rest is
 * counted.
 */
public final class Timeline implements Supplier<WorkerObserver> {
  /** How many chunks are remembered, with some hundred bytes each. */
  public static final int MAX_CHUNKS = 200_000;

  /** How many processes are remembered. */
  static final int MAX_PROCESSES = 20_000;

  private final LongSupplier nanoTime;
  private final Limits limits;

  /** When the first pool was opened; guarded by this, like all that follows. */
  private long startNanos;

  private final List<Map<Integer, LaneLog>> pools = new ArrayList<>();

  private int chunks;
  private int processes;
  private long chunksLeftOut;
  private OptionalLong leftOutSince = OptionalLong.empty();
  private long processesLeftOut;

  /**
   * The limits of the record.
   *
   * @param chunks of all chunks
   * @param processes of all processes
   */
  record Limits(int chunks, int processes) {}

  /** A timeline that begins with the first pool. */
  public Timeline() {
    this(System::nanoTime, new Limits(MAX_CHUNKS, MAX_PROCESSES));
  }

  Timeline(LongSupplier nanoTime, Limits limits) {
    this.nanoTime = nanoTime;
    this.limits = limits;
  }

  /** The observer of one more pool. */
  @Override
  public synchronized WorkerObserver get() {
    if (pools.isEmpty()) {
      startNanos = nanoTime.getAsLong();
    }
    Map<Integer, LaneLog> lanes = new TreeMap<>();
    pools.add(lanes);
    return (worker, what) -> {
      if (ProcessLog.isDrawn(what)) {
        saw(lanes, worker, what);
      }
    };
  }

  private synchronized void saw(
      Map<Integer, LaneLog> lanes, WorkerKey worker, WorkerObservation what) {
    long now = nanoTime.getAsLong() - startNanos;
    LaneLog lane = lanes.computeIfAbsent(worker.workerId(), id -> new LaneLog());
    if (!lane.knows(worker.generation())) {
      if (processes == limits.processes()) {
        processesLeftOut += what instanceof WorkerObservation.Exited ? 1 : 0;
        return;
      }
      processes++;
    }
    ProcessLog process = lane.process(worker.generation(), now);
    if (what instanceof WorkerObservation.ChunkSent && chunks == limits.chunks()) {
      chunksLeftOut++;
      leftOutSince = OptionalLong.of(leftOutSince.orElse(now));
    } else {
      chunks += what instanceof WorkerObservation.ChunkSent ? 1 : 0;
      process.saw(what, now);
    }
  }

  /** Whether no pool has been opened yet. */
  public synchronized boolean isEmpty() {
    return pools.isEmpty();
  }

  /** The history so far. */
  synchronized History history(String title) {
    long now = pools.isEmpty() ? 0 : nanoTime.getAsLong() - startNanos;
    List<History.Lane> lanes = new ArrayList<>();
    for (int pool = 0; pool < pools.size(); pool++) {
      for (Map.Entry<Integer, LaneLog> lane : pools.get(pool).entrySet()) {
        lanes.add(lane.getValue().lane(pool + 1, lane.getKey(), now));
      }
    }
    return new History(
        title, now, lanes, new History.LeftOut(chunksLeftOut, leftOutSince, processesLeftOut));
  }
}
