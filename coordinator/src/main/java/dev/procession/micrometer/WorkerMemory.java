package dev.procession.micrometer;

import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.ObservedPool.ProcessFigures;
import dev.procession.process.observe.ProcessMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * The memory of a pool's workers. Remembered for a moment, since a scrape asks for each figure of
 * each worker, and workers report their heap only several times a second.
 */
final class WorkerMemory {
  static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /**
   * What the processes of one worker use; while it is replaced, it has two.
   *
   * @param usedHeapBytes how much of their heap
   * @param maxHeapBytes how much heap they may use
   * @param residentBytes how much of their memory is in RAM
   */
  record Figures(long usedHeapBytes, long maxHeapBytes, long residentBytes) {
    static final Figures NONE = new Figures(0, 0, 0);

    private Figures plus(Figures other) {
      return new Figures(
          usedHeapBytes + other.usedHeapBytes,
          maxHeapBytes + other.maxHeapBytes,
          residentBytes + other.residentBytes);
    }
  }

  private final LongSupplier nanos;
  private final LongFunction<ProcessMemory> processes;

  /** Guarded by this, like what follows. */
  private Map<Integer, Figures> known = Map.of();

  private long knownSince;

  /**
   * @param nanos the time
   * @param processes the memory of a process on this machine
   */
  WorkerMemory(LongSupplier nanos, LongFunction<ProcessMemory> processes) {
    this.nanos = nanos;
    this.processes = processes;
    this.knownSince = nanos.getAsLong() - MAX_AGE_NANOS;
  }

  synchronized Figures of(int workerId, ObservedPool pool) {
    long now = nanos.getAsLong();
    if (now - knownSince >= MAX_AGE_NANOS) {
      known = ask(pool);
      knownSince = now;
    }
    return known.getOrDefault(workerId, Figures.NONE);
  }

  private Map<Integer, Figures> ask(ObservedPool pool) {
    Map<Integer, Figures> all = new HashMap<>();
    var said = pool.processes();
    pool.snapshot()
        .pids()
        .forEach(
            (key, pid) -> {
              ProcessFigures says = said.getOrDefault(key, ProcessFigures.UNKNOWN);
              long resident = says.isHere() ? processes.apply(pid).residentBytes() : 0;
              Figures figures = new Figures(says.usedHeap(), says.maxHeap(), resident);
              all.merge(key.workerId(), figures, Figures::plus);
            });
    return all;
  }
}
