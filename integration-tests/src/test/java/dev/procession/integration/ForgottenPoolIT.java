package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A pool that is dropped without having been closed. That none of its workers outlives the test is
 * what {@link NothingLeft} sees to.
 */
final class ForgottenPoolIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Drops a pool that was used and one that was closed; ends when nothing is left of them. */
  static final class Dropper {
    public static void main(String[] arguments) {
      closePool();
      long worker = dropPool();
      System.out.println(worker);
      while (ProcessHandle.of(worker).isPresent() || isPoolAtWork()) {
        System.gc();
        LockSupport.parkNanos(1_000_000);
      }
      System.out.println("gone");
    }

    /** One of these threads writes the warning. */
    static boolean isPoolAtWork() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().startsWith("procession-"));
    }

    private static void closePool() {
      try (ProcessPool pool = ProcessPool.create(1)) {
        pool.map(Victims::pid, List.of(1));
      }
    }

    private static long dropPool() {
      ProcessPool pool = ProcessPool.create(1);
      return pool.map(Victims::pid, List.of(1)).get(0);
    }
  }

  @Test
  void droppedPoolIsReportedOnceWithThePlaceItWasMadeAndItsWorkersGo() {
    try (Jvm program = Jvm.startMain(Dropper.class)) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals("gone", ended.lines().get(1));
      List<String> warnings = ended.err().lines().filter(l -> l.contains("WARN")).toList();
      assertEquals(1, warnings.size(), ended.err());
      assertTrue(warnings.get(0).contains("ForgottenPoolIT$Dropper.dropPool("), ended.err());
      assertTrue(ended.err().contains("Throwable: The pool was made here"), ended.err());
    }
  }

  @Test
  void futuresOfDroppedPoolEndWithTheirValues() throws Exception {
    Gate gate = Gate.closed();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    List<Long> pids = new ArrayList<>();
    WeakReference<ProcessPool> pool = submitAndDrop(gate, futures, pids);
    awaitCollected(pool);
    assertTrue(futures.stream().noneMatch(CompletableFuture::isDone));

    gate.open();

    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i, futures.get(i).get(60, TimeUnit.SECONDS));
    }
    awaitGone(pids);
  }

  private static WeakReference<ProcessPool> submitAndDrop(
      Gate gate, List<CompletableFuture<Integer>> futures, List<Long> pids) {
    ProcessPool pool = ProcessPool.create(1);
    for (int i = 0; i < 20; i++) {
      int n = i;
      futures.add(pool.submit(() -> gate.announceAndPass(n)));
    }
    gate.awaitAnnounced(1);
    pool.workers().stream().map(WorkerInfo::pid).forEach(pids::add);
    return new WeakReference<>(pool);
  }

  @Tag("extended")
  @Test
  void futureOfAMapOfDroppedPoolEndsWithItsValues() throws Exception {
    Gate gate = Gate.closed();
    List<CompletableFuture<List<Integer>>> futures = new ArrayList<>();
    WeakReference<ProcessPool> pool = mapAndDrop(gate, futures);
    awaitCollected(pool);

    gate.open();

    assertEquals(List.of(0, 1, 2), futures.get(0).get(60, TimeUnit.SECONDS));
  }

  private static WeakReference<ProcessPool> mapAndDrop(
      Gate gate, List<CompletableFuture<List<Integer>>> futures) {
    ProcessPool pool = ProcessPool.create(1);
    futures.add(pool.mapAsync(gate::announceAndPass, List.of(0, 1, 2)));
    gate.awaitAnnounced(1);
    return new WeakReference<>(pool);
  }

  @Tag("extended")
  @Test
  void streamThatIsReadKeepsItsPool() {
    List<Long> pids = new ArrayList<>();

    readWithoutThePool(pids);

    awaitGone(pids);
  }

  private static void readWithoutThePool(List<Long> pids) {
    MapOptions small = MapOptions.defaults().window(4).chunkSize(1);
    Iterator<Long> results =
        ProcessPool.create(1).stream(Victims::pid, Stream.<Object>iterate(0, n -> n), small)
            .iterator();
    pids.add(results.next());
    for (int i = 1; i <= 100; i++) {
      if (i % 25 == 0) {
        System.gc();
      }
      assertEquals(pids.get(0), results.next());
    }
  }

  @Tag("extended")
  @Test
  void streamThatIsDroppedWithItsPoolKeepsNoWorker() {
    List<Long> pids = new ArrayList<>();
    WeakReference<ProcessPool> pool = readHalfAndDrop(pids);

    awaitCollected(pool);

    awaitGone(pids);
  }

  private static WeakReference<ProcessPool> readHalfAndDrop(List<Long> pids) {
    ProcessPool pool = ProcessPool.create(1);
    Iterator<Long> results =
        pool.stream(Victims::pid, Stream.<Object>iterate(0, n -> n)).iterator();
    pids.add(results.next());
    return new WeakReference<>(pool);
  }

  @Tag("extended")
  @Test
  void poolThatIsUsedIsNotTakenForDropped() {
    Gate gate = Gate.closed();
    ProcessPool pool = ProcessPool.create(1);
    CompletableFuture<Integer> future = pool.submit(() -> gate.announceAndPass(1));
    gate.awaitAnnounced(1);

    System.gc();
    gate.open();

    assertEquals(1, future.join());
    assertFalse(pool.isShutdown());
    pool.close();
  }

  private static void awaitCollected(WeakReference<ProcessPool> pool) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              System.gc();
              return pool.refersTo(null);
            });
  }

  private static void awaitGone(List<Long> pids) {
    assertFalse(pids.isEmpty());
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              System.gc();
              return pids.stream().allMatch(pid -> ProcessHandle.of(pid).isEmpty());
            });
  }
}
