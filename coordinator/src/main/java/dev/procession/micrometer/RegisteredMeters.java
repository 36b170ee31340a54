package dev.procession.micrometer;

import dev.procession.WorkerState;
import dev.procession.scheduler.ExitReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one pool in one registry. Registries refer weakly to what gauges and counters ask,
 * which is kept by the pool that it observes.
 */
final class RegisteredMeters {
  private static final String PREFIX = "procession.pool.";

  private final MeterRegistry registry;
  private final Tags tags;
  private final PoolMeters pool;
  private final Timer waits;
  private final Timer runs;
  private final Timer roundTrips;

  /** Guarded by the owner's lock, like what follows. */
  private final List<Meter> meters = new ArrayList<>();

  private final Map<Integer, List<Meter>> ofWorkers = new HashMap<>();

  RegisteredMeters(MeterRegistry registry, Tags tags, PoolMeters pool) {
    this.registry = registry;
    this.tags = tags;
    this.pool = pool;
    for (WorkerState state : WorkerState.values()) {
      String name = inTag(state);
      meters.add(
          gauge("workers", "How many workers are in that state.", p -> p.workers(name))
              .tags(tags.and("state", name))
              .register(registry));
    }
    meters.add(
        gauge(
                "tasks.queued",
                "How many tasks wait to be sent to a worker.",
                p -> p.now().queuedItems())
            .tags(tags)
            .register(registry));
    meters.add(
        gauge(
                "tasks.running",
                "How many tasks have been sent to a worker and have not ended.",
                p -> p.now().pool().heldItems())
            .tags(tags)
            .register(registry));
    count(
        "tasks.completed",
        "How many tasks have ended with a value.",
        p -> p.now().tasksSucceeded());
    count(
        "tasks.failed",
        "How many tasks have ended with an exception; cancelled ones do not count.",
        p -> p.now().tasksFailed());
    count(
        "tasks.retried",
        "How many attempts of tasks failed and were followed by another; crashes do not count.",
        p -> p.now().pool().tasksRetried());
    count(
        "workers.started",
        "How many worker processes have been started.",
        p -> p.now().pool().workersStarted());
    count(
        "workers.lost",
        "How many worker processes that had been ready have ended unplanned.",
        p -> p.now().pool().workersLost());
    for (ExitReason reason : ExitReason.values()) {
      meters.add(
          counter("workers.exited", "How many worker processes are gone.", p -> p.exits(reason))
              .tags(tags.and("reason", inTag(reason)))
              .register(registry));
    }
    meters.add(
        counter("sent", "Encoded tasks that were sent to workers.", p -> p.now().bytesSent())
            .baseUnit(BaseUnits.BYTES)
            .tags(tags)
            .register(registry));
    meters.add(
        counter("received", "Encoded results that came back.", p -> p.now().bytesReceived())
            .baseUnit(BaseUnits.BYTES)
            .tags(tags)
            .register(registry));
    waits =
        timer(
            "task.wait", "From when a task was submitted, or read, until a worker began with it.");
    runs = timer("task.run", "How long a task ran in its worker.");
    roundTrips =
        timer(
            "chunk.roundtrip",
            "From when a chunk of tasks was sent to a worker to its last answer.");
    showWorkers(pool.workerIds());
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Has a worker's meters if it has a process. */
  void showWorkers(Set<Integer> ids) {
    for (int gone : Set.copyOf(ofWorkers.keySet())) {
      if (!ids.contains(gone)) {
        ofWorkers.remove(gone).forEach(registry::remove);
      }
    }
    Set<Integer> come = new HashSet<>(ids);
    come.removeAll(ofWorkers.keySet());
    for (int id : come) {
      ofWorkers.put(id, metersOf(id));
    }
  }

  private List<Meter> metersOf(int id) {
    return List.of(
        memory(
            "worker.heap.used", "How much of its heap a worker uses.", id, m -> m.usedHeapBytes()),
        memory("worker.heap.max", "How much heap a worker may use.", id, m -> m.maxHeapBytes()),
        memory(
            "worker.resident",
            "How much memory of a worker is in RAM; 0 where that is not known.",
            id,
            m -> m.residentBytes()));
  }

  /** On one thread at a time. */
  void record(Durations.Some some) {
    Timer timer =
        switch (some.kind()) {
          case WAIT -> waits;
          case RUN -> runs;
          case ROUND_TRIP -> roundTrips;
        };
    for (long i = 0; i < some.times(); i++) {
      timer.record(some.nanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The pool has terminated. */
  void remove() {
    showWorkers(Set.of());
    meters.forEach(registry::remove);
    meters.clear();
  }

  /** As Micrometer writes the states of threads. */
  private static String inTag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Gauge.Builder<PoolMeters> gauge(
      String name, String description, ToDoubleFunction<PoolMeters> value) {
    return Gauge.builder(PREFIX + name, pool, value).description(description);
  }

  private Meter memory(
      String name, String description, int id, ToDoubleFunction<WorkerMemory.Figures> value) {
    return gauge(name, description, p -> value.applyAsDouble(p.memory(id)))
        .baseUnit(BaseUnits.BYTES)
        .tags(tags.and("worker", Integer.toString(id)))
        .register(registry);
  }

  private FunctionCounter.Builder<PoolMeters> counter(
      String name, String description, ToDoubleFunction<PoolMeters> value) {
    return FunctionCounter.builder(PREFIX + name, pool, value).description(description);
  }

  private void count(String name, String description, ToDoubleFunction<PoolMeters> value) {
    meters.add(counter(name, description, value).tags(tags).register(registry));
  }

  private Timer timer(String name, String description) {
    Timer timer =
        Timer.builder(PREFIX + name).description(description).tags(tags).register(registry);
    meters.add(timer);
    return timer;
  }
}
