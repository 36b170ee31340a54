package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.Outcome;
import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.micrometer.ProcessPoolMetrics;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool's figures in Micrometer. */
final class MetricsIT {
  private static final long MIB = 1 << 20;

  private static final Pattern OF_MICROMETER =
      Pattern.compile("] (io|dev\\.procession)\\.micrometer\\.");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProcessPoolMetrics metrics = new ProcessPoolMetrics();

  @TempDir private Path folder;

  /** Uses a pool without metrics; for JVMs that may lack Micrometer. */
  static final class Squares {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.builder().workers(1).jvmArgs(arguments).build()) {
        print(pool);
      }
    }

    /** In this class, which workers load; to verify the other one takes some of Micrometer's. */
    static void print(ProcessPool pool) {
      System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
    }
  }

  /** The same, of a pool with metrics. */
  static final class MeasuredSquares {
    public static void main(String[] arguments) {
      ProcessPoolMetrics metrics = new ProcessPoolMetrics();
      metrics.bindTo(Metrics.globalRegistry);
      try (ProcessPool pool =
          ProcessPool.builder().workers(1).jvmArgs(arguments).listener(metrics).build()) {
        Squares.print(pool);
      }
    }
  }

  /** Drops a pool with metrics; ends when nothing is left of it. */
  static final class Dropper {
    public static void main(String[] arguments) {
      Metrics.addRegistry(new SimpleMeterRegistry());
      ProcessPoolMetrics metrics = new ProcessPoolMetrics();
      metrics.bindTo(Metrics.globalRegistry);
      long worker = dropPool(metrics);
      System.out.println(Metrics.globalRegistry.getMeters().isEmpty() ? "no meters" : "meters");
      while (ProcessHandle.of(worker).isPresent()
          || ForgottenPoolIT.Dropper.isPoolAtWork()
          || !Metrics.globalRegistry.getMeters().isEmpty()) {
        System.gc();
        LockSupport.parkNanos(1_000_000);
      }
      System.out.println("gone");
    }

    private static long dropPool(ProcessPoolMetrics metrics) {
      ProcessPool pool = ProcessPool.builder().workers(1).listener(metrics).build();
      return pool.map(Victims::pid, List.of(1)).get(0);
    }
  }

  @AfterEach
  void metersAreGoneWithTheirPools() {
    await().until(() -> registry.getMeters().isEmpty());
  }

  private ProcessPool open(int workers) {
    metrics.bindTo(registry);
    return ProcessPool.builder().workers(workers).name("prices").listener(metrics).build();
  }

  private double count(String name, String... tags) {
    return registry
        .get("procession.pool." + name)
        .tag("pool", "prices")
        .tags(tags)
        .functionCounter()
        .count();
  }

  private double gauge(String name, String... tags) {
    return registry.get("procession.pool." + name).tag("pool", "prices").tags(tags).gauge().value();
  }

  private Timer timer(String name) {
    return registry.get("procession.pool." + name).tag("pool", "prices").timer();
  }

  @Test
  void tasksAndBytesAreCounted() {
    try (ProcessPool pool = open(2)) {
      pool.map(x -> x, List.of(1, 2, 3));
      pool.outcomes(x -> 100 / x, List.of(-1, 0, 1)).forEach(Outcome::isSuccess);
      pool.submit(() -> 1).join();

      assertEquals(6, count("tasks.completed"));
      assertEquals(1, count("tasks.failed"));
      assertEquals(0, count("tasks.retried"));
      assertEquals(0, gauge("tasks.queued"));
      assertEquals(0, gauge("tasks.running"));
      PoolStats stats = pool.stats();
      assertEquals(stats.bytesSent(), (long) count("sent"));
      assertEquals(stats.bytesReceived(), (long) count("received"));
    }
  }

  @Tag("extended")
  @Test
  void everyAnswerIsTimedOnce() {
    try (ProcessPool pool = open(2)) {
      pool.map(x -> x, List.of(1, 2, 3));
      pool.outcomes(x -> 100 / x, List.of(-1, 0, 1)).forEach(Outcome::isSuccess);
      pool.submit(() -> 1).join();

      await().until(() -> timer("task.run").count() == 7);
      assertEquals(7, timer("task.wait").count());
      await().until(() -> timer("chunk.roundtrip").count() >= 3);
    }
  }

  @Test
  void exitsOfWorkersAreCountedByReason() {
    try (ProcessPool pool = open(1)) {
      CompletableFuture<?> halted = pool.submit(() -> Runtime.getRuntime().halt(7));
      assertThrows(CompletionException.class, halted::join);
      pool.map(x -> x, List.of(1));

      assertEquals(1, count("workers.exited", "reason", "crashed"));
      assertEquals(0, count("workers.exited", "reason", "not-needed"));
      assertEquals(1, count("workers.lost"));
      assertEquals(2, count("workers.started"));
      assertEquals(1, count("tasks.failed"));
      assertEquals(1, count("tasks.completed"));
      // The lost one has no time of its own.
      await().until(() -> timer("task.run").count() == 1);
    }
  }

  @Test
  void workersAreCountedByState() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = open(2)) {
      CompletableFuture<?> task = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);

      assertEquals(1, gauge("workers", "state", "busy"));
      await().until(() -> gauge("workers", "state", "idle") == 1);
      assertEquals(0, gauge("workers", "state", "starting"));
      gate.open();
      task.join();
    }
  }

  @Tag("extended")
  @Test
  void taskWaitsWhileItsWorkerIsBusy() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = open(1)) {
      CompletableFuture<?> first = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);
      CompletableFuture<?> second = pool.submit(() -> 2);
      long submitted = System.nanoTime();
      assertEquals(2, gauge("tasks.queued") + gauge("tasks.running"));

      long before = System.nanoTime();
      gate.open();
      CompletableFuture.allOf(first, second).join();

      await().until(() -> timer("task.wait").count() == 2);
      double longest = timer("task.wait").max(TimeUnit.NANOSECONDS);
      assertTrue(longest >= before - submitted, longest + " < " + (before - submitted));
    }
  }

  @Tag("extended")
  @Test
  void taskRunsUntilItEnds() {
    Gate gate = Gate.closed();
    try (ProcessPool pool = open(1)) {
      CompletableFuture<?> task = pool.submit(() -> gate.announceAndPass(1));
      gate.awaitAnnounced(1);
      long announced = System.nanoTime();
      assertEquals(1, gauge("tasks.running"));

      long before = System.nanoTime();
      gate.open();
      task.join();

      await().until(() -> timer("chunk.roundtrip").count() == 1);
      double run = timer("task.run").totalTime(TimeUnit.NANOSECONDS);
      double roundTrip = timer("chunk.roundtrip").totalTime(TimeUnit.NANOSECONDS);
      assertTrue(run >= before - announced, run + " < " + (before - announced));
      assertTrue(roundTrip >= before - announced, roundTrip + " < " + (before - announced));
    }
  }

  @Test
  void workersTellOfTheirMemory() {
    metrics.bindTo(registry);
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).name("prices").maxHeap("64m").listener(metrics).build()) {
      pool.map(x -> x, List.of(1));

      await().until(() -> gauge("worker.heap.used", "worker", "0") > 0);
      double used = gauge("worker.heap.used", "worker", "0");
      double max = gauge("worker.heap.max", "worker", "0");
      double resident = gauge("worker.resident", "worker", "0");
      assertTrue(used <= max && max <= 64 * MIB, used + " of " + max);
      assertTrue(resident > MIB, resident + " in RAM");
    }
  }

  @Tag("extended")
  @Test
  void workersThatAreTooManyTakeTheirMetersWithThem() {
    try (ProcessPool pool = open(2)) {
      await().until(() -> registry.find("procession.pool.worker.resident").gauges().size() == 2);

      pool.resize(1);

      await().until(() -> registry.find("procession.pool.worker.resident").gauges().size() == 1);
      await().until(() -> count("workers.exited", "reason", "not-needed") == 1);
    }
  }

  @Tag("extended")
  @Test
  void nextPoolOfANameStartsAnew() {
    try (ProcessPool pool = open(1)) {
      pool.map(x -> x, List.of(1, 2));
    }
    try (ProcessPool pool = open(1)) {
      pool.map(x -> x, List.of(1));

      assertEquals(1, count("tasks.completed"));
    }
  }

  @Tag("extended")
  @Test
  void forgottenPoolWithMetricsIsFoundOut() {
    try (Jvm program = Jvm.startMain(Dropper.class)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("meters", "gone"), ended.lines());
      assertTrue(ended.err().contains("MetricsIT$Dropper.dropPool("), ended.err());
    }
  }

  @Test
  void nothingOfMicrometerIsLoadedUnlessAsked() throws IOException {
    assertEquals(List.of(), micrometerClasses("own.log", Squares.class));
    assertEquals(List.of(), micrometerClasses("worker.log"));
  }

  @Tag("extended")
  @Test
  void nothingOfMicrometerIsLoadedInWorkers() throws IOException {
    List<String> own = micrometerClasses("own.log", MeasuredSquares.class);

    assertTrue(own.stream().anyMatch(line -> line.contains("ProcessPoolMetrics")), own::toString);
    assertEquals(List.of(), micrometerClasses("worker.log"));
  }

  /** Runs a program; the classes of Micrometer, and of ours that need it, that it loads. */
  private List<String> micrometerClasses(String log, Class<?> program) throws IOException {
    try (Jvm jvm = Jvm.startMain(List.of(logTo(log)), program, logTo("worker.log"))) {
      assertEquals(List.of("[1, 4, 9]"), jvm.end().expect(0).lines());
    }
    return micrometerClasses(log);
  }

  private List<String> micrometerClasses(String log) throws IOException {
    List<String> loaded = Files.readAllLines(folder.resolve(log));
    assertTrue(loaded.stream().anyMatch(line -> line.contains("] dev.procession.")), log);
    return loaded.stream().filter(line -> OF_MICROMETER.matcher(line).find()).toList();
  }

  private String logTo(String file) {
    return "-Xlog:class+load:file=" + folder.resolve(file) + "::filecount=0";
  }

  @Test
  void poolsNeedNoMicrometer() {
    String without =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> classPath = List.of("-cp", without);

    try (Jvm program = Jvm.startMain(classPath, Squares.class)) {
      assertEquals(List.of("[1, 4, 9]"), program.end().expect(0).lines());
    }
    try (Jvm program = Jvm.startMain(classPath, MeasuredSquares.class)) {
      String error = program.end().expect(1).err();
      assertTrue(error.contains("NoClassDefFoundError: io/micrometer"), error);
    }
  }
}
