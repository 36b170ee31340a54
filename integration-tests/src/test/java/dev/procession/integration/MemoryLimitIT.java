package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.integration.Troublemakers.Seen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that have come to need much memory are replaced between two items. */
final class MemoryLimitIT {
  private static final List<Integer> ITEMS = IntStream.range(0, 40).boxed().toList();

  @Tag("extended")
  @Test
  void noItemBeginsInWorkerThatIsOverItsLimit() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).maxHeap("512m").maxWorkerMemory("128m").build()) {
      List<Seen> seen =
          pool.map(
              Troublemakers::hoardAtMultiplesOfFive, ITEMS, MapOptions.defaults().chunkSize(8));

      assertEquals(ITEMS.size(), seen.size());
      assertTrue(seen.stream().allMatch(s -> s.hoardsBefore() == 0), seen.toString());
      assertEquals(8, ITEMS.stream().filter(item -> item % 5 == 0).count());
      assertTrue(seen.stream().map(Seen::pid).distinct().count() >= 8, seen.toString());
      assertEquals(0, pool.stats().workersLost());
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Test
  void workerWithinItsLimitIsKept() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).maxHeap("64m").maxWorkerMemory("1g").build()) {
      List<Long> pids = pool.map(Victims::pid, ITEMS);

      assertEquals(1, pids.stream().distinct().count());
    }
  }
}
