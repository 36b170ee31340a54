package dev.procession.micrometer;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.ObservedPool.ProcessFigures;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.scheduler.WorkerKey;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PoolMetersTest {
  private static final WorkerKey WORKER = new WorkerKey(0, 1);

  private final AtomicLong nanos = new AtomicLong(1_000);
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ProcessPoolMetrics metrics = new ProcessPoolMetrics(Tags.of("region", "eu"));
  private final FakePool pool = new FakePool();
  private final PoolMeters meters = new PoolMeters(metrics, "prices", nanos::get);

  /** Binds the metrics and opens the pool. */
  private void open() {
    metrics.bindTo(registry);
    meters.opened(pool);
    pool.runCallbacks();
  }

  private double gauge(String name, String... tags) {
    return registry.get("procession.pool." + name).tags(tags).gauge().value();
  }

  private double count(String name, String... tags) {
    return registry.get("procession.pool." + name).tags(tags).functionCounter().count();
  }

  private Timer timer(String name) {
    return registry.get("procession.pool." + name).timer();
  }

  private static Set<String> poolsIn(MeterRegistry registry) {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getTag("pool"))
        .collect(Collectors.toSet());
  }

  private static WorkerObservation exited() {
    return new WorkerObservation.Exited(
        new ExitReport(
            Optional.of(7L),
            OptionalInt.of(0),
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            List.of()));
  }

  @Test
  void tasksAreCounted() {
    open();

    assertEquals(13, gauge("tasks.queued"));
    assertEquals(6, gauge("tasks.running"));
    assertEquals(31, count("tasks.completed"));
    assertEquals(13, count("tasks.failed"));
    assertEquals(4, count("tasks.retried"));
    assertEquals(1_000, count("sent"));
    assertEquals(2_000, count("received"));
  }

  @Test
  void workersAreCountedByState() {
    open();

    assertEquals(1, gauge("workers", "state", "busy"));
    assertEquals(2, gauge("workers", "state", "leaving"));
    assertEquals(0, gauge("workers", "state", "idle"));
    assertEquals(0, gauge("workers", "state", "starting"));
    assertEquals(0, gauge("workers", "state", "gone"));
  }

  @Test
  void exitsAreCountedByReason() {
    open();

    assertEquals(5, count("workers.started"));
    assertEquals(1, count("workers.lost"));
    assertEquals(1, count("workers.exited", "reason", "crashed"));
    assertEquals(2, count("workers.exited", "reason", "max-tasks"));
    assertEquals(0, count("workers.exited", "reason", "task-not-stopped"));
  }

  @Test
  void everyMeterHasThePoolsNameAndTheTagsOfTheUser() {
    open();

    List<Meter> all = registry.getMeters();

    assertEquals(Set.of("prices"), poolsIn(registry));
    assertEquals(
        Set.of("eu"),
        all.stream().map(m -> m.getId().getTag("region")).collect(Collectors.toSet()));
  }

  @Test
  void taskWaitsUntilAWorkerBeginsWithIt() {
    open();

    meters.answered(2, 100, i -> i == 0 ? 200 : 600);
    pool.runCallbacks();

    assertEquals(2, timer("task.wait").count());
    // From 200 to 925 and from 600 to 975: each begins, on average, in the middle of its turn.
    assertEquals(700 + 350, timer("task.wait").totalTime(NANOSECONDS));
    assertEquals(700, timer("task.wait").max(NANOSECONDS));
    assertEquals(2, timer("task.run").count());
    assertEquals(100, timer("task.run").totalTime(NANOSECONDS));
  }

  @Test
  void itemsThatWereReadTogetherHaveTheirMeanWait() {
    open();

    meters.answered(3, 300, i -> 500);
    pool.runCallbacks();

    assertEquals(3, timer("task.wait").count());
    assertEquals(3 * 300, timer("task.wait").totalTime(NANOSECONDS));
    assertEquals(300, timer("task.wait").max(NANOSECONDS));
  }

  @Test
  void roundTripEndsWithTheLastAnswer() {
    open();
    meters.saw(WORKER, new WorkerObservation.ChunkSent(1, 1, 0, 2, 1));
    nanos.addAndGet(30);
    meters.saw(WORKER, new WorkerObservation.ChunkAnswered(1, 2, 0, 10));
    nanos.addAndGet(500);

    meters.saw(WORKER, new WorkerObservation.ChunkOver(1));
    pool.runCallbacks();

    assertEquals(1, timer("chunk.roundtrip").count());
    assertEquals(30, timer("chunk.roundtrip").totalTime(NANOSECONDS));
  }

  @Test
  void chunkThatIsReturnedUnansweredHasNoRoundTrip() {
    open();
    meters.saw(WORKER, new WorkerObservation.ChunkSent(1, 1, 0, 2, 1));

    meters.saw(WORKER, new WorkerObservation.ChunkOver(1));
    pool.runCallbacks();

    assertEquals(0, timer("chunk.roundtrip").count());
  }

  @Test
  void registriesAreCalledByThreadsForCallbacksOnly() {
    open();

    meters.answered(1, 10, i -> 0);

    assertEquals(0, timer("task.run").count());
    pool.runCallbacks();
    assertEquals(1, timer("task.run").count());
  }

  @Test
  void whatIsSeenBeforeThePoolCanBeAskedIsRecordedThen() {
    meters.answered(1, 10, i -> 0);

    open();

    assertEquals(1, timer("task.run").count());
  }

  @Test
  void workerHasMetersWhileItHasAProcess() {
    open();
    pool.pids.put(WORKER, 7L);
    pool.processes.put(WORKER, new ProcessFigures(Optional.empty(), 20, 64, false));
    int before = registry.getMeters().size();

    meters.saw(WORKER, new WorkerObservation.Ready(7));
    pool.runCallbacks();

    assertEquals(20, gauge("worker.heap.used", "worker", "0"));
    assertEquals(64, gauge("worker.heap.max", "worker", "0"));
    assertEquals(0, gauge("worker.resident", "worker", "0"));
    meters.saw(WORKER, exited());
    pool.runCallbacks();
    assertEquals(before, registry.getMeters().size());
  }

  @Test
  void workerKeepsItsMetersWhileItIsReplaced() {
    open();
    meters.saw(WORKER, new WorkerObservation.Ready(7));
    meters.saw(new WorkerKey(0, 2), new WorkerObservation.Ready(8));

    meters.saw(WORKER, exited());
    pool.runCallbacks();

    assertEquals(0, gauge("worker.heap.used", "worker", "0"));
  }

  @Test
  void registryThatIsBoundLaterHasThePool() {
    meters.opened(pool);
    meters.saw(WORKER, new WorkerObservation.Ready(7));
    pool.runCallbacks();

    metrics.bindTo(registry);

    assertEquals(31, count("tasks.completed"));
    assertEquals(0, gauge("worker.resident", "worker", "0"));
  }

  @Test
  void severalRegistriesMayBeBound() {
    MeterRegistry another = new SimpleMeterRegistry();
    metrics.bindTo(another);
    open();

    meters.answered(1, 10, i -> 0);
    pool.runCallbacks();

    assertEquals(1, timer("task.run").count());
    assertEquals(1, another.get("procession.pool.task.run").timer().count());
  }

  @Test
  void registryThatIsBoundTwiceIsToldOnce() {
    open();
    metrics.bindTo(registry);

    meters.answered(1, 10, i -> 0);
    pool.runCallbacks();

    assertEquals(1, timer("task.run").count());
  }

  @Test
  void secondPoolOfANameGetsANumber() {
    open();

    new PoolMeters(metrics, "prices", nanos::get).opened(new FakePool());

    assertEquals(Set.of("prices", "prices-2"), poolsIn(registry));
  }

  @Test
  void poolThatIsOverLeavesItsName() {
    open();
    pool.state = "terminated";

    new PoolMeters(metrics, "prices", nanos::get).opened(new FakePool());

    assertEquals(Set.of("prices"), poolsIn(registry));
  }

  @Test
  void endOfThePoolRemovesItsMeters() {
    open();
    meters.saw(WORKER, new WorkerObservation.Ready(7));
    pool.runCallbacks();

    meters.terminated();
    pool.runCallbacks();

    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void lateNewsOfAWorkerBringsNoMetersBack() {
    open();
    meters.terminated();
    pool.runCallbacks();

    meters.saw(WORKER, new WorkerObservation.Ready(7));
    pool.runCallbacks();

    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void whatARegistryThrowsReachesWhoeverOpensThePool() {
    metrics.bindTo(registry);
    registry
        .config()
        .meterFilter(
            new MeterFilter() {
              @Override
              public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("no more meters");
              }
            });

    assertThrows(IllegalStateException.class, () -> meters.opened(pool));
  }
}
