package dev.procession.micrometer;

import dev.procession.process.observe.EngineSnapshot;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.ProcessMemory;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.ExitReason;
import dev.procession.scheduler.PoolSnapshot.WorkerSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of one pool measure. It observes the pool on the pool's own threads, where it
 * only remembers; registries, which run code of users, are called by threads for callbacks.
 */
final class PoolMeters implements WorkerObserver {
  private final ProcessPoolMetrics owner;
  private final String poolName;
  private final LongSupplier nanos;
  private final WorkerMemory memory;
  private final Durations durations = new Durations();
  private final Map<Long, Sent> sent = new ConcurrentHashMap<>();
  private final Set<WorkerKey> alive = ConcurrentHashMap.newKeySet();

  /** Written once, when the pool opens. */
  private volatile @Nullable ObservedPool pool;

  /** Where to record durations. Replaced by the owner. */
  private volatile List<RegisteredMeters> registered = List.of();

  /** A chunk in a worker. */
  private static final class Sent {
    private final WorkerKey worker;
    private final long atNanos;

    /** Used by the thread that reads from the worker, like what follows. */
    private boolean answered;

    private long lastAnswerNanos;

    private Sent(WorkerKey worker, long atNanos) {
      this.worker = worker;
      this.atNanos = atNanos;
    }
  }

  /**
   * @param owner told of the pool's life
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  PoolMeters(ProcessPoolMetrics owner, String poolName, LongSupplier nanos) {
    this.owner = owner;
    this.poolName = poolName;
    this.nanos = nanos;
    this.memory = new WorkerMemory(nanos, ProcessMemory::of);
  }

  String poolName() {
    return poolName;
  }

  /** Whether it has come to its end, of which its owner may still have to be told. */
  boolean isOver() {
    return now().pool().state().equals("terminated");
  }

  /** Sets where durations are recorded from now on. */
  void recordIn(List<RegisteredMeters> meters) {
    registered = meters;
  }

  List<RegisteredMeters> registered() {
    return registered;
  }

  @Override
  public boolean wantsHeap() {
    return true;
  }

  @Override
  public void opened(ObservedPool opened) {
    pool = opened;
    owner.opened(this);
    opened.callback(this::recordWaiting);
  }

  @Override
  public void terminated() {
    callback(() -> owner.ended(this));
  }

  @Override
  public void saw(WorkerKey worker, WorkerObservation what) {
    if (what instanceof WorkerObservation.ChunkSent chunk) {
      sent.put(chunk.chunkId(), new Sent(worker, nanos.getAsLong()));
    } else if (what instanceof WorkerObservation.ChunkAnswered answered) {
      Sent chunk = sent.get(answered.chunkId());
      if (chunk != null) {
        chunk.answered = true;
        chunk.lastAnswerNanos = nanos.getAsLong();
      }
    } else if (what instanceof WorkerObservation.ChunkOver over) {
      Sent chunk = sent.remove(over.chunkId());
      if (chunk != null && chunk.answered) {
        add(Durations.Kind.ROUND_TRIP, chunk.lastAnswerNanos - chunk.atNanos, 1);
      }
    } else if (what instanceof WorkerObservation.Ready) {
      alive.add(worker);
      callback(() -> owner.workersChanged(this));
    } else if (what instanceof WorkerObservation.Exited) {
      sent.values().removeIf(chunk -> chunk.worker.equals(worker));
      alive.remove(worker);
      callback(() -> owner.workersChanged(this));
    }
  }

  @Override
  public void answered(int items, long busyNanos, IntToLongFunction queuedNanos) {
    long eachNanos = busyNanos / items;
    long begunNanos = nanos.getAsLong() - busyNanos;
    add(Durations.Kind.RUN, eachNanos, items);
    int from = 0;
    while (from < items) {
      long queued = queuedNanos.applyAsLong(from);
      int to = from + 1;
      while (to < items && queuedNanos.applyAsLong(to) == queued) {
        to++;
      }
      // The mean, since items of a source come together, in large numbers.
      long meanBeginNanos = begunNanos + (from + to - 1) * eachNanos / 2;
      add(Durations.Kind.WAIT, meanBeginNanos - queued, to - from);
      from = to;
    }
  }

  private void add(Durations.Kind kind, long durationNanos, long times) {
    if (durations.add(kind, Math.max(0, durationNanos), times)) {
      callback(this::recordWaiting);
    }
  }

  private void recordWaiting() {
    List<Durations.Some> some = durations.take();
    if (!some.isEmpty()) {
      try {
        for (RegisteredMeters meters : registered) {
          some.forEach(meters::record);
        }
      } finally {
        // Also when a registry threw, which the thread reports.
        callback(this::recordWaiting);
      }
    }
  }

  private void callback(Runnable action) {
    ObservedPool asked = pool;
    if (asked != null) {
      asked.callback(action);
    }
  }

  /** The numbers of the workers that have a process. */
  Set<Integer> workerIds() {
    return alive.stream().map(WorkerKey::workerId).collect(Collectors.toSet());
  }

  WorkerMemory.Figures memory(int workerId) {
    return memory.of(workerId, asked());
  }

  EngineSnapshot now() {
    return asked().snapshot();
  }

  long workers(String state) {
    return now().pool().workers().stream().filter(w -> stateOf(w).equals(state)).count();
  }

  /** As the states of {@code WorkerState}. */
  private static String stateOf(WorkerSnapshot worker) {
    return switch (worker.state()) {
      case STARTING -> "starting";
      case IDLE -> "idle";
      case BUSY -> "busy";
      case RETIRING, LEAVING -> "leaving";
      case VACANT -> "gone";
    };
  }

  long exits(ExitReason reason) {
    return now().pool().exits().getOrDefault(reason, 0L);
  }

  private ObservedPool asked() {
    ObservedPool asked = pool;
    if (asked == null) {
      throw new AssertionError("a meter of a pool that has not been opened");
    }
    return asked;
  }
}
