package dev.procession.micrometer;

import dev.procession.PoolListener;
import dev.procession.process.observe.ObserverSource;
import dev.procession.process.observe.WorkerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of pools as meters of Micrometer.
 *
 * <pre>{@code
 * ProcessPoolMetrics metrics = new ProcessPoolMetrics();
 * metrics.bindTo(Metrics.globalRegistry);
 * ProcessPool pool = ProcessPool.builder().name("prices").listener(metrics).build();
 * }</pre>
 *
 * <p>It is given to the builder of a pool, or of several pools, as a listener, and bound to one or
 * more registries, before or after that. Each meter has a tag {@code pool} with the name of its
 * pool; if two that are open have the same name, the second gets a number after it. The meters of a
 * pool are there from when it is opened until it has terminated.
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>name</th><th>type, tags</th><th>what it is</th></tr>
 *   <tr><td>{@code procession.pool.workers}</td><td>gauge, {@code state}</td>
 *     <td>the workers in that {@link dev.procession.WorkerState}</td></tr>
 *   <tr><td>{@code procession.pool.tasks.queued}, {@code .running}</td><td>gauges</td>
 *     <td>as in {@link dev.procession.PoolStats}</td></tr>
 *   <tr><td>{@code procession.pool.tasks.completed}, {@code .failed}, {@code .retried}</td>
 *     <td>counters</td><td>as in {@link dev.procession.ProcessPoolMXBean}</td></tr>
 *   <tr><td>{@code procession.pool.workers.started}, {@code .lost}</td><td>counters</td>
 *     <td>as in {@link dev.procession.PoolStats}</td></tr>
 *   <tr><td>{@code procession.pool.workers.exited}</td><td>counter, {@code reason}</td>
 *     <td>the processes that are gone, replaced or not</td></tr>
 *   <tr><td>{@code procession.pool.sent}, {@code .received}</td><td>counters, bytes</td>
 *     <td>as {@code bytesSent} and {@code bytesReceived} in {@link dev.procession.PoolStats}
 *     </td></tr>
 *   <tr><td>{@code procession.pool.task.wait}</td><td>timer</td>
 *     <td>from when a task was submitted until a worker began with it; for an item, from when the
 *     first item of its batch was read</td></tr>
 *   <tr><td>{@code procession.pool.task.run}</td><td>timer</td>
 *     <td>how long a task ran in its worker; the mean of those that were answered together</td></tr>
 *   <tr><td>{@code procession.pool.chunk.roundtrip}</td><td>timer</td>
 *     <td>from when a chunk of tasks was sent to a worker until its last answer</td></tr>
 *   <tr><td>{@code procession.pool.worker.heap.used}, {@code .max}</td>
 *     <td>gauges, {@code worker}, bytes</td><td>the heap of a worker</td></tr>
 *   <tr><td>{@code procession.pool.worker.resident}</td><td>gauge, {@code worker}, bytes</td>
 *     <td>the memory of a worker in RAM; 0 where it is not known, as on other hosts, and on systems
 *     other than Linux</td></tr>
 * </table>
 *
 * <p>The timers count each attempt that was answered, with a value or an exception, and not those
 * that ended with their worker. They are recorded on a thread for callbacks, soon after it
 * happened, and from when the metrics are bound on.
 *
 * <p>The reasons are {@code crashed}, {@code start-failed}, {@code host-lost}, {@code no-place} (on
 * any host), {@code task-not-stopped}, {@code unresponsive}, {@code misbehaved}, {@code
 * did-not-leave}, {@code max-tasks}, {@code memory}, {@code idle}, {@code host-drained} and {@code
 * not-needed}.
 *
 * <p>Micrometer is needed by programs that use this class, and by no others.
 */
public final class ProcessPoolMetrics implements MeterBinder, PoolListener, ObserverSource {
  private final Tags tags;

  /**
   * Held while registries are called; so no thread that a pool depends on takes it, nor one that
   * reads a meter.
   */
  private final Object lock = new Object();

  /** Guarded by the lock, like what follows. */
  private final List<MeterRegistry> registries = new ArrayList<>();

  private final List<Opened> pools = new ArrayList<>();

  private record Opened(PoolMeters pool, String name) {}

  /** Metrics whose meters have no tags but their own. */
  public ProcessPoolMetrics() {
    this(Tags.empty());
  }

  /**
   * Metrics with further tags.
   *
   * @param tags given to each meter, besides its own
   * @throws NullPointerException if it is null
   */
  public ProcessPoolMetrics(Iterable<Tag> tags) {
    this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
  }

  /**
   * Registers the meters of all pools that these metrics were given to, and of those to come.
   *
   * @param registry where; nothing happens if that was done before
   * @throws NullPointerException if it is null
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry");
    synchronized (lock) {
      if (!registries.contains(registry)) {
        registries.add(registry);
        pools.forEach(opened -> register(opened, registry));
      }
    }
  }

  /**
   * Called by the builder of a pool.
   *
   * @param poolName the name of the pool
   * @return what it tells from now on
   */
  @Override
  public WorkerObserver observer(String poolName) {
    return new PoolMeters(this, poolName, System::nanoTime);
  }

  void opened(PoolMeters pool) {
    synchronized (lock) {
      // Guards against a race with the end of a pool: when it is closed, its name is free.
      pools.stream().map(Opened::pool).filter(PoolMeters::isOver).toList().forEach(this::ended);
      Set<String> taken = pools.stream().map(Opened::name).collect(Collectors.toSet());
      String name = pool.poolName();
      for (int i = 2; taken.contains(name); i++) {
        name = pool.poolName() + "-" + i;
      }
      Opened opened = new Opened(pool, name);
      registries.forEach(registry -> register(opened, registry));
      pools.add(opened);
    }
  }

  private void register(Opened opened, MeterRegistry registry) {
    RegisteredMeters meters =
        new RegisteredMeters(registry, tags.and("pool", opened.name()), opened.pool());
    opened
        .pool()
        .recordIn(Stream.concat(opened.pool().registered().stream(), Stream.of(meters)).toList());
  }

  void workersChanged(PoolMeters pool) {
    synchronized (lock) {
      pool.registered().forEach(meters -> meters.showWorkers(pool.workerIds()));
    }
  }

  void ended(PoolMeters pool) {
    synchronized (lock) {
      pools.removeIf(opened -> opened.pool() == pool);
      pool.registered().forEach(RegisteredMeters::remove);
      pool.recordIn(List.of());
    }
  }
}
