package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostLostException;
import dev.procession.HostState;
import dev.procession.HostsLostException;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.PoolListener;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools on several hosts, which are killed, stopped and cut off. */
@Timeout(200)
final class ClusterIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<Integer> ITEMS = IntStream.range(0, 800).boxed().toList();
  private static final List<Integer> SQUARES = ITEMS.stream().map(i -> i * i).toList();

  @TempDir private static Path folder;

  private static FakeHosts hosts;

  @BeforeAll
  static void makeHosts() throws Exception {
    hosts = new FakeHosts(folder);
  }

  /** Squares a number, slowly, and leaves a line that says so before. */
  private static SerializableFunction<Integer, Integer> squareWithALine(Path lines) {
    String file = lines.toString();
    return i -> {
      note(Path.of(file), i);
      Thread.sleep(20);
      return i * i;
    };
  }

  private static void note(Path file, int item) throws IOException {
    String line = item + " " + System.getenv("PROCESSION_HOST") + " " + System.nanoTime() + "\n";
    Files.write(
        file,
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private record Begin(int item, String host, long nanos) {
    static List<Begin> in(Path file) throws IOException {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" "))
          .map(w -> new Begin(Integer.parseInt(w[0]), w[1], Long.parseLong(w[2])))
          .toList();
    }
  }

  private static long count(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private static void awaitBegun(Path lines, int count) {
    await().atMost(SOON).until(() -> count(lines) >= count);
  }

  @Test
  void workersRunOnTheHostsAndFailuresNameThem() throws Exception {
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/a", "1/b")).build()) {
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
      await().atMost(SOON).until(() -> hostsOf(pool).equals(Set.of("a", "b")));

      TaskFailedException failed =
          assertThrows(TaskFailedException.class, () -> pool.map(i -> 1 / i, List.of(0)));
      assertTrue(hostsOf(pool).contains(failed.host().orElseThrow()));
      assertInstanceOf(ArithmeticException.class, failed.getCause());

      WorkerCrashedException crashed =
          assertThrows(
              WorkerCrashedException.class,
              () ->
                  pool.map(
                      i -> {
                        System.err.println("last words");
                        Runtime.getRuntime().halt(7);
                        return i;
                      },
                      List.of(1)));
      assertEquals(7, crashed.exitCode().orElseThrow());
      assertEquals("last words", crashed.stderrTail());
      assertTrue(crashed.getMessage().contains(" on " + crashed.host().orElseThrow() + ")"));

      TaskTimeoutException slow =
          assertThrows(
              TaskTimeoutException.class,
              () ->
                  pool.map(
                      i -> {
                        while (true) {
                          Thread.onSpinWait();
                        }
                      },
                      List.of(1),
                      MapOptions.defaults().taskTimeout(Duration.ofMillis(500))));
      assertTrue(slow.host().isPresent());
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
    }
    hosts.awaitNoProcess("a", SOON);
    hosts.awaitNoProcess("b", SOON);
  }

  private static void awaitAllIdle(ProcessPool pool) {
    await()
        .atMost(SOON)
        .until(() -> pool.workers().stream().allMatch(w -> w.state() == WorkerState.IDLE));
  }

  private static Set<String> hostsOf(ProcessPool pool) {
    return pool.workers().stream()
        .map(WorkerInfo::host)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  @Tag("extended")
  @Test
  void largeItemsTravelThereAndBack() {
    byte[] large = new byte[20 << 20];
    large[17 << 20] = 42;
    List<byte[]> many = Stream.generate(() -> new byte[1 << 20]).limit(30).toList();

    try (ProcessPool pool = hosts.pool(hosts.cluster("1/a", "1/b")).build()) {
      List<byte[]> back = pool.map(bytes -> bytes, List.of(large));

      assertEquals(42, back.get(0)[17 << 20]);
      assertEquals(30, pool.map(bytes -> bytes.length, many).size());
    }
  }

  @Test
  void itemsOfAKilledNodeRunElsewhereAndItComesBack() throws Exception {
    Path lines = folder.resolve("killed");
    List<String> events = new CopyOnWriteArrayList<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void hostJoined(String host) {
            events.add("+" + host);
          }

          @Override
          public void hostLost(String host, String reason) {
            events.add("-" + host);
          }
        };
    try (ProcessPool pool = hosts.pool(hosts.cluster("2/a", "2/b")).listener(listener).build()) {
      awaitAllIdle(pool);
      await()
          .atMost(SOON)
          .until(() -> pool.hosts().equals(List.of(connected("a", 2, 0), connected("b", 2, 0))));
      CompletableFuture<List<Integer>> result = pool.mapAsync(squareWithALine(lines), ITEMS);
      awaitBegun(lines, 50);

      hosts.killNode("a");

      assertEquals(SQUARES, result.get());
      Map<Integer, Long> begins =
          Begin.in(lines).stream()
              .collect(Collectors.groupingBy(Begin::item, Collectors.counting()));
      assertEquals(ITEMS.size(), begins.size());
      assertEquals(0, pool.stats().tasksFailed());
      await().atMost(SOON).until(() -> events.stream().filter("+a"::equals).count() == 2);
      assertEquals(1, events.stream().filter("-a"::equals).count());
      await().atMost(SOON).until(() -> hostsOf(pool).equals(Set.of("a", "b")));
      await()
          .atMost(SOON)
          .until(() -> pool.hosts().equals(List.of(connected("a", 2, 2), connected("b", 2, 0))));
    }
  }

  private static HostInfo connected(String name, int workers, long lost) {
    return new HostInfo(name, HostState.CONNECTED, 2, workers, lost, Optional.empty());
  }

  @Tag("extended")
  @Test
  void aHostThatIsStoppedCostsNoResultAndHasNoWorkerLeftWhenItGoesOn() throws Exception {
    Path lines = folder.resolve("stopped");
    try (ProcessPool pool = hosts.pool(hosts.cluster("2/c", "2/d")).build()) {
      awaitAllIdle(pool);
      CompletableFuture<List<Integer>> result = pool.mapAsync(squareWithALine(lines), ITEMS);
      awaitBegun(lines, 50);

      hosts.signal("c", "STOP");
      hosts.down("c");

      assertEquals(SQUARES, result.get());
      hosts.signal("c", "CONT");
      hosts.awaitNoProcess("c", SOON);
      assertEquals(0, pool.stats().tasksFailed());
    } finally {
      hosts.signal("c", "CONT");
    }
  }

  /** The state is the coordinator's, so it is one for all hosts, and outlives each. */
  @Tag("extended")
  @Test
  void sharedObjectsAreSharedByHostsAndALostHostReleasesWhatItHeld() throws Exception {
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/s", "1/t")).hostRetries(0).build()) {
      awaitAllIdle(pool);
      SharedLock lock = pool.shared().lock("ledger");
      SharedLong counter = pool.shared().counter(0);
      SharedQueue<String> queue = pool.shared().queue(10);

      CompletableFuture<?> mapped =
          pool.mapAsync(
              i -> {
                lock.lock();
                try {
                  counter.set(counter.get() + 1);
                } finally {
                  lock.unlock();
                }
                queue.put(System.getenv("PROCESSION_HOST"));
                Thread.sleep(10);
                return i;
              },
              ITEMS.subList(0, 60),
              MapOptions.defaults().chunkSize(1));
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        seen.add(queue.take());
      }
      mapped.join();
      assertEquals(60, counter.get());
      assertEquals(Set.of("s", "t"), seen);

      CompletableFuture<?> holder =
          pool.submit(
              () -> {
                lock.lock();
                queue.put(System.getenv("PROCESSION_HOST"));
                Thread.sleep(600_000);
              });
      String lost = queue.take();
      CompletableFuture<String> next =
          pool.submit(
              () -> {
                lock.lock();
                try {
                  return System.getenv("PROCESSION_HOST") + lock.wasAbandoned();
                } finally {
                  lock.unlock();
                }
              });
      await()
          .atMost(SOON)
          .until(() -> pool.workers().stream().anyMatch(worker -> !worker.waitsFor().isEmpty()));

      hosts.killNode(lost);

      assertEquals((lost.equals("s") ? "t" : "s") + true, next.get());
      assertInstanceOf(
          HostLostException.class, assertThrows(ExecutionException.class, holder::get).getCause());
      assertEquals(61, counter.incrementAndGet());
    }
  }

  @Tag("extended")
  @Test
  void withoutRetriesNothingIsBegunTwice() throws Exception {
    Path lines = folder.resolve("once");
    try (ProcessPool pool = hosts.pool(hosts.cluster("2/e", "2/f")).hostRetries(0).build()) {
      awaitAllIdle(pool);
      CompletableFuture<List<Outcome<Integer>>> result =
          CompletableFuture.supplyAsync(
              () -> pool.outcomes(squareWithALine(lines), ITEMS).toList());
      awaitBegun(lines, 50);

      hosts.killNode("e");

      List<RuntimeException> failures = new ArrayList<>();
      for (Outcome<Integer> outcome : result.get()) {
        if (outcome instanceof Outcome.Failure<Integer> failure) {
          failures.add(failure.error());
        } else {
          assertEquals(SQUARES.get((int) outcome.index()), outcome.get());
        }
      }
      List<Integer> begun = Begin.in(lines).stream().map(Begin::item).toList();
      assertEquals(begun.size(), Set.copyOf(begun).size());
      assertTrue(!failures.isEmpty());
      for (RuntimeException failure : failures) {
        assertEquals("e", assertInstanceOf(HostLostException.class, failure).host());
      }
    }
  }

  @Test
  void anItemThatKillsItsHostFailsAndTheOthersDoNot() {
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/g", "1/h")).hostRetries(1).build()) {
      List<Outcome<Integer>> outcomes =
          pool.outcomes(
                  (Integer i) -> {
                    if (i == 7) {
                      // Its parent, or the parent of that, is the node.
                      ProcessHandle.current().parent().orElseThrow().destroyForcibly();
                      Thread.sleep(60_000);
                    }
                    return i * i;
                  },
                  ITEMS.subList(0, 20))
              .toList();

      for (Outcome<Integer> outcome : outcomes) {
        assertEquals(outcome.index() != 7, outcome.isSuccess(), () -> "" + outcome);
      }
      HostLostException lost =
          assertInstanceOf(
              HostLostException.class, ((Outcome.Failure<Integer>) outcomes.get(7)).error());
      assertEquals(2, lost.losses());
    }
  }

  @Tag("extended")
  @Test
  void aPoolWithoutHostsForTooLongSaysSo() throws Exception {
    try (ProcessPool pool =
        hosts.pool(hosts.cluster("1/i").waitForHosts(Duration.ofSeconds(10))).build()) {
      CompletableFuture<?> result =
          pool.mapAsync(
              (Integer i) -> {
                Thread.sleep(60_000);
                return i;
              },
              List.of(1));
      await().atMost(SOON).until(() -> hostsOf(pool).equals(Set.of("i")));

      hosts.down("i");
      hosts.killNode("i");

      Throwable failure = assertThrows(ExecutionException.class, result::get).getCause();
      HostsLostException lost = assertInstanceOf(HostsLostException.class, failure);
      assertEquals(List.of("i"), lost.hosts());
      assertTrue(lost.getMessage().contains("i is down"), lost.getMessage());
    }
  }

  @Test
  void aPoolWhoseHostsCannotBeReachedIsNotMade() throws Exception {
    hosts.down("x");
    hosts.down("y");

    HostsLostException failure =
        assertThrows(HostsLostException.class, () -> hosts.pool(hosts.cluster("x", "y")).build());

    assertEquals(List.of("x", "y"), failure.hosts());
    assertTrue(
        failure.getMessage().startsWith("No host could be reached:\n  x: x is down"),
        failure.getMessage());
  }

  @Tag("extended")
  @Test
  void aProgramThatIsInterruptedWhileItConnectsLeavesNothingOnItsHosts() throws Exception {
    hosts.stuck("w");
    ProcessPool.Builder builder = hosts.pool(hosts.cluster("1/v", "w"));
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread building =
        new Thread(
            () -> failure.complete(assertThrows(CancellationException.class, builder::build)));
    building.start();
    await().atMost(SOON).until(() -> hosts.processes("w").findAny().isPresent());

    building.interrupt();

    failure.get();
    hosts.awaitNoProcess("v", SOON);
    hosts.awaitNoProcess("w", SOON);
  }

  @Test
  void theEndOfTheProgramIsTheEndOfItsHosts() throws Exception {
    try (Jvm program = Jvm.startMain(ClusterProgram.class, folder.toString())) {
      program.awaitLines(1);
      assertTrue(hosts.processes("p").findAny().isPresent());

      program.kill();

      hosts.awaitNoProcess("p", SOON);
      hosts.awaitNoProcess("q", SOON);
    }
  }
}
