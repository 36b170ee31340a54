package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pool with many users, pools within pools, and pools of threads that are gone. */
final class ManyUsersIT {
  private static final long SEED = 8_675_309;
  private static final int USERS = 10;
  private static final int ROUNDS = 30;
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void taskGetsItsTurnBesideAMapWithoutEnd() throws Exception {
    try (ProcessPool pool = ProcessPool.create(2)) {
      AtomicBoolean enough = new AtomicBoolean();
      Iterator<Integer> endless = Stream.generate(() -> 1).takeWhile(x -> !enough.get()).iterator();
      CompletableFuture<Long> map =
          CompletableFuture.supplyAsync(
              () -> pool.stream(ManyUsersIT::spin, () -> endless).count());

      // Once items are known to be quick, no worker is ever without a next chunk.
      await().until(() -> pool.stats().tasksCompleted() > 10_000);
      for (int i = 0; i < 10; i++) {
        assertEquals("done", pool.submit(() -> "done").get(20, TimeUnit.SECONDS));
      }

      enough.set(true);
      assertTrue(map.get(20, TimeUnit.SECONDS) > 10_000);
    }
  }

  /** Takes far longer than it takes to send an item. */
  private static int spin(int x) {
    long end = System.nanoTime() + 50_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return x;
  }

  @Test
  void tenThreadsThatMapSubmitAndCancelAllGetWhatIsTheirs() throws Exception {
    try (ProcessPool pool = ProcessPool.create(2)) {
      List<CompletableFuture<Void>> users = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        long seed = SEED + user;
        CompletableFuture<Void> done = new CompletableFuture<>();
        users.add(done);
        new Thread(
                () -> {
                  try {
                    use(pool, new Random(seed));
                    done.complete(null);
                  } catch (Throwable e) {
                    done.completeExceptionally(e);
                  }
                })
            .start();
      }

      for (CompletableFuture<Void> user : users) {
        user.get(80, TimeUnit.SECONDS);
      }
    }
  }

  private static void use(ProcessPool pool, Random random) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int base = random.nextInt(1_000_000);
      List<Integer> items = IntStream.range(base, base + random.nextInt(300)).boxed().toList();
      List<Integer> expected = items.stream().map(x -> x + 1).toList();
      switch (random.nextInt(5)) {
        case 0 -> assertEquals(expected, pool.map(x -> x + 1, items));
        case 1 -> {
          try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> x + 1, items)) {
            assertEquals(expected, outcomes.map(Outcome::get).toList());
          }
        }
        case 2 -> assertEquals(base, pool.submit(() -> base).get(60, TimeUnit.SECONDS));
        case 3 -> {
          CompletableFuture<Integer> future = pool.submit(() -> base);
          if (future.cancel(true)) {
            assertThrows(CancellationException.class, future::join);
          } else {
            assertEquals(base, future.join());
          }
        }
        default -> {
          CompletableFuture<List<Integer>> future = pool.mapAsync(x -> x + 1, items);
          if (random.nextBoolean()) {
            future.cancel(true);
          } else {
            assertEquals(expected, future.get(60, TimeUnit.SECONDS));
          }
        }
      }
    }
  }

  @Tag("extended")
  @Test
  void threadsThatWaitForOneTaskAfterTheOtherGetWhatIsTheirsOnce() throws Exception {
    try (ProcessPool pool = ProcessPool.create(2)) {
      AtomicInteger runs = new AtomicInteger();
      Queue<Integer> got = new ConcurrentLinkedQueue<>();
      List<Thread> users = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        int first = user * ROUNDS;
        Runnable use =
            () -> {
              runs.incrementAndGet();
              for (int i = first; i < first + ROUNDS; i++) {
                int item = i;
                got.add(pool.submit(() -> item).join());
              }
            };
        users.add(new Thread(use));
      }
      users.forEach(Thread::start);
      for (Thread user : users) {
        user.join();
      }

      assertEquals(USERS, runs.get());
      List<Integer> expected = IntStream.range(0, USERS * ROUNDS).boxed().toList();
      assertEquals(expected, got.stream().sorted().toList());
    }
  }

  @Tag("extended")
  @Test
  void poolOutlivesTheThreadThatMadeIt() throws Exception {
    CompletableFuture<ProcessPool> made = new CompletableFuture<>();
    Thread maker =
        new Thread(
            () -> {
              ProcessPool pool = ProcessPool.create(2);
              pool.map(x -> x, List.of(1));
              made.complete(pool);
            });
    maker.start();
    maker.join();

    CompletableFuture<List<Integer>> used =
        CompletableFuture.supplyAsync(() -> made.join().map(x -> x + 1, List.of(1, 2)));

    assertEquals(List.of(2, 3), used.get(60, TimeUnit.SECONDS));
    made.join().close();
  }

  @Tag("extended")
  @Test
  void taskMayHaveProcessesAndPoolsOfItsOwn() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      assertEquals(List.of(103, 104), pool.map(ManyUsersIT::startProcessAndPool, List.of(1, 2)));
    }
  }

  static int startProcessAndPool(int item) throws Exception {
    int exitCode = new ProcessBuilder("sh", "-c", "exit 2").start().waitFor();
    try (ProcessPool inner = ProcessPool.create(1)) {
      int factor = 100;
      return inner.map(x -> x + factor, List.of(item + exitCode)).get(0);
    }
  }

  @Test
  void poolsWithinPoolsDieWithTheOutermostProgram() {
    Gate gate = Gate.closed();
    try (Jvm outermost = Jvm.startMain(NestedProgram.class, gate.folder())) {
      gate.awaitAnnounced(3);
      List<Long> pids = pidsAnnounced(gate);
      assertTrue(pids.stream().allMatch(Pids::isAlive), pids.toString());

      outermost.kill();

      await().atMost(SOON).until(() -> pids.stream().noneMatch(Pids::isAlive));
    }
  }

  @Tag("extended")
  @Test
  void poolWithinPoolGoesWithTheWorkerThatHasIt(@TempDir Path temporary) {
    Gate gate = Gate.closed();
    try (ProcessPool pool = NestedProgram.poolWithin(temporary.toString())) {
      CompletableFuture<Integer> nested = pool.submit(() -> NestedProgram.nest(1, gate));
      gate.awaitAnnounced(2);
      List<Long> pids = pidsAnnounced(gate);

      pool.workers().stream().map(WorkerInfo::pid).forEach(pid -> Perils.signal("KILL", pid));

      assertThrows(RuntimeException.class, nested::join);
      await().atMost(SOON).until(() -> pids.stream().noneMatch(Pids::isAlive));
    }
  }

  private static List<Long> pidsAnnounced(Gate gate) {
    try (Stream<Path> files = Files.list(Path.of(gate.folder()))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> Long.valueOf(name.substring(name.indexOf('-') + 1)))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
