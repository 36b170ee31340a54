package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.PoolListener;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.cluster.Cluster;
import dev.procession.task.SerializableFunction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real {@code ssh} to hosts with a network of their own, which are killed, frozen and cut off. */
@Timeout(300)
@Tag("extended")
final class ClusterSshIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration HOST_TIMEOUT = Duration.ofSeconds(5);
  private static final List<Integer> ITEMS = IntStream.range(0, 1200).boxed().toList();
  private static final List<Integer> SQUARES = ITEMS.stream().map(i -> i * i).toList();

  @TempDir private static Path folder;

  private static Path key;

  private final List<String> events = new CopyOnWriteArrayList<>();

  // Set up before each test, on its thread.
  private NamespaceHost first;
  private NamespaceHost second;
  private Path lines;

  @BeforeAll
  static void makeKey() throws Exception {
    NamespaceHost.needPossible();
    key = NamespaceHost.key(folder);
  }

  @BeforeEach
  void startHosts() throws Exception {
    lines = Files.createTempFile(folder, "lines", "");
    Path own = Files.createTempDirectory(folder, "hosts");
    Files.copy(folder.resolve("authorized"), own.resolve("authorized"));
    first = NamespaceHost.start(own, 1);
    second = NamespaceHost.start(own, 2);
  }

  @AfterEach
  void stopHosts() {
    first.close();
    second.close();
  }

  private ProcessPool pool() throws Exception {
    Path tests =
        Path.of(ClusterSshIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Cluster cluster =
        Cluster.ssh("2/" + first.address(), "2/" + second.address())
            .command(
                "ssh",
                "-T",
                "-F",
                "none",
                "-i",
                key.toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=5",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR")
            .hostTimeout(HOST_TIMEOUT);
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
    return ProcessPool.builder().cluster(cluster).classPath(tests).listener(listener).build();
  }

  /** Squares a number and leaves a line that says so before. */
  private SerializableFunction<Integer, Integer> square() {
    String file = lines.toString();
    return i -> {
      String line = i + " " + System.getenv("PROCESSION_HOST") + " " + System.nanoTime() + "\n";
      Files.write(Path.of(file), line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
      Thread.sleep(20);
      return i * i;
    };
  }

  private void awaitBegun(int count) {
    await().atMost(SOON).until(() -> Files.readAllLines(lines).size() >= count);
  }

  private static Set<Long> pidsOn(ProcessPool pool, String host) {
    return pool.workers().stream()
        .filter(worker -> worker.host().equals(Optional.of(host)))
        .map(WorkerInfo::pid)
        .collect(Collectors.toSet());
  }

  private void awaitAllWorkers(ProcessPool pool) {
    await()
        .atMost(SOON)
        .until(
            () ->
                pool.workers().stream().allMatch(w -> w.state() == WorkerState.IDLE)
                    && pidsOn(pool, first.address()).size() == 2
                    && pidsOn(pool, second.address()).size() == 2);
  }

  /** No item was begun on a host after one was begun for the second time. */
  private void assertFenced(String host) throws Exception {
    Set<String> seen = new HashSet<>();
    long rerunNanos = Long.MAX_VALUE;
    long lastNanos = Long.MIN_VALUE;
    for (String line : Files.readAllLines(lines)) {
      String[] words = line.split(" ", -1);
      long nanos = Long.parseLong(words[2]);
      if (!seen.add(words[0])) {
        rerunNanos = Math.min(rerunNanos, nanos);
      }
      if (words[1].equals(host)) {
        lastNanos = Math.max(lastNanos, nanos);
      }
    }
    assertTrue(rerunNanos < Long.MAX_VALUE, "nothing was run again");
    assertTrue(lastNanos < rerunNanos, "begun on the lost host after the first rerun");
  }

  /** Each host is connected to the pool's machine only, as in all these tests. */
  @Test
  void hostsThatCannotReachEachOtherWorkTogether() throws Exception {
    assertFalse(first.reaches(second));
    assertTrue(first.reaches(first));

    try (ProcessPool pool = pool()) {
      awaitAllWorkers(pool);
      assertEquals(SQUARES, pool.map(square(), ITEMS));
      assertEquals(0, pool.stats().workersLost());
    }
    List<String> begun = Files.readAllLines(lines);
    assertEquals(ITEMS.size(), begun.size());
    assertEquals(
        Set.of(first.address(), second.address()),
        begun.stream().map(line -> line.split(" ", -1)[1]).collect(Collectors.toSet()));
  }

  @Test
  void aHostWhosePowerIsCutCostsNoResult() throws Exception {
    try (ProcessPool pool = pool()) {
      awaitAllWorkers(pool);
      CompletableFuture<List<Integer>> result = pool.mapAsync(square(), ITEMS);
      awaitBegun(100);
      Set<Long> healthy = pidsOn(pool, second.address());

      first.kill();

      assertEquals(SQUARES, result.get());
      assertEquals(healthy, pidsOn(pool, second.address()));
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Test
  void aHostThatIsCutOffHasEndedBeforeItsItemsRunElsewhereAndComesBack() throws Exception {
    try (ProcessPool pool = pool()) {
      awaitAllWorkers(pool);
      // A host may be found at the second attempt only.
      events.clear();
      CompletableFuture<List<Integer>> result = pool.mapAsync(square(), ITEMS);
      awaitBegun(100);
      Set<Long> healthy = pidsOn(pool, second.address());

      first.link("down");

      assertEquals(SQUARES, result.get());
      assertFenced(first.address());
      assertEquals(healthy, pidsOn(pool, second.address()));
      first.link("up");
      await().atMost(SOON).until(() -> pidsOn(pool, first.address()).size() == 2);
      assertEquals(
          List.of("-" + first.address(), "+" + first.address()),
          events.stream().filter(e -> e.endsWith(first.address())).limit(2).toList());
    }
  }

  @Test
  void aHostThatIsFrozenHasNoWorkerLeftSoonAfterItThaws() throws Exception {
    try (ProcessPool pool = pool()) {
      awaitAllWorkers(pool);
      CompletableFuture<List<Integer>> result = pool.mapAsync(square(), ITEMS);
      awaitBegun(100);
      Set<Long> before = pidsOn(pool, first.address());

      first.signal("STOP");

      assertEquals(SQUARES, result.get());
      first.signal("CONT");
      await().atMost(SOON).until(() -> pidsOn(pool, first.address()).size() == 2);
      Set<Long> after = pidsOn(pool, first.address());
      assertTrue(after.stream().noneMatch(before::contains), before + " then " + after);
    }
  }
}
