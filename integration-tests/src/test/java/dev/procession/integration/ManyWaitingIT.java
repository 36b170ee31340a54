package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.ProcessPool;
import java.nio.file.spi.FileTypeDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However much waits for tasks, the pool has the threads by which they end. */
@Timeout(120)
class ManyWaitingIT {
  private static final int MANY = 400;

  /** Looks for files that are nowhere, so the worker asks for each. */
  private static long services(int item) {
    return ServiceLoader.load(FileTypeDetector.class).stream().count();
  }

  @Test
  void mapsThatNeedClassesEndBehindManyThatWait() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Gate gate = Gate.closed();
      List<CompletableFuture<?>> all = new ArrayList<>();
      all.add(pool.mapAsync(gate::announceAndPass, List.of(0)));
      for (int i = 0; i < MANY; i++) {
        all.add(pool.mapAsync(ManyWaitingIT::services, List.of(i)));
      }
      gate.open();

      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).get(90, TimeUnit.SECONDS);
    }
  }

  @Tag("extended")
  @Test
  void noThreadWaitsForMaps() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Gate gate = Gate.closed();
      List<CompletableFuture<List<Integer>>> all = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        all.add(pool.mapAsync(gate::announceAndPass, List.of(i)));
      }
      gate.awaitAnnounced(1);

      long callbacks =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().startsWith("procession-callback"))
              .count();

      gate.open();
      for (int i = 0; i < MANY; i++) {
        assertEquals(List.of(i), all.get(i).get(60, TimeUnit.SECONDS));
      }
      assertEquals(1, callbacks);
    }
  }

  @Tag("extended")
  @Test
  void stagesMayWaitForMaps() throws Exception {
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<CompletableFuture<Integer>> stages =
          Stream.generate(() -> pool.submit(() -> 1))
              .limit(MANY)
              .map(future -> future.thenApply(one -> pool.mapAsync(x -> x + 1, List.of(one))))
              .map(stage -> stage.thenApply(map -> map.join().get(0)))
              .toList();

      for (CompletableFuture<Integer> stage : stages) {
        assertEquals(2, stage.get(90, TimeUnit.SECONDS));
      }
    }
  }
}
