package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostState;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.cluster.Cluster;
import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on hosts with a network of their own. */
@Timeout(400)
@Tag("extended")
final class NodeFailuresIT {
  private static final Duration HOST_TIMEOUT = Duration.ofSeconds(10);

  /** What the clocks of a lease, and a machine that is busy, may add to that. */
  private static final Duration LATER = Duration.ofSeconds(10);

  /** More than are ever run: a test ends the items when it has seen what it waits for. */
  private static final int MANY = 100_000;

  @TempDir private static Path folder;

  private static NamespaceNodes nodes;

  // Set up before each test, on its thread.
  private Path lines;
  private AtomicBoolean happened;

  private record Begin(String item, String host, long nanos) {}

  @BeforeAll
  static void makeHosts() throws IOException {
    nodes = NamespaceNodes.make(folder, 2);
  }

  @AfterAll
  static void removeHosts() {
    if (nodes != null) {
      nodes.close();
    }
  }

  @BeforeEach
  void startNodes() throws IOException {
    lines = Files.createTempFile(folder, "lines", "");
    happened = new AtomicBoolean();
    nodes.start();
    awaitListening();
  }

  private static void awaitListening() {
    await().atMost(LocalNodes.SOON).until(() -> nodes.listens(0) && nodes.listens(1));
  }

  @AfterEach
  void repair() {
    for (int i = 0; i < 2; i++) {
      nodes.link(i, "up");
    }
  }

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder()
        .cluster(
            Cluster.load(nodes.cluster()).hostTimeout(HOST_TIMEOUT).waitForHosts(LocalNodes.SOON));
  }

  private static ProcessPool onBoth() {
    ProcessPool pool = builder().build();
    awaitBoth(pool);
    return pool;
  }

  private static void awaitBoth(ProcessPool pool) {
    await()
        .atMost(LocalNodes.SOON)
        .until(() -> pidsOn(pool, 0).size() == 2 && pidsOn(pool, 1).size() == 2);
  }

  private static Set<Long> pidsOn(ProcessPool pool, int node) {
    return pool.workers().stream()
        .filter(worker -> worker.host().equals(Optional.of(nodes.address(node))))
        .map(WorkerInfo::pid)
        .collect(Collectors.toSet());
  }

  private static HostInfo host(ProcessPool pool, int node) {
    return pool.hosts().stream()
        .filter(host -> host.name().equals(nodes.address(node)))
        .findFirst()
        .orElseThrow();
  }

  /** Squares numbers until something has happened, and leaves a line for each that is begun. */
  private CompletableFuture<Integer> squares(ProcessPool pool) {
    String file = lines.toString();
    SerializableFunction<Integer, Integer> square =
        i -> {
          String line = i + " " + System.getenv("PROCESSION_HOST") + " " + System.nanoTime();
          Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
          Thread.sleep(20);
          return i * i;
        };
    return CompletableFuture.supplyAsync(
        () -> {
          Stream<Integer> items = IntStream.range(0, MANY).boxed().takeWhile(i -> !happened.get());
          try (Stream<Integer> results = pool.stream(square, items)) {
            List<Integer> all = results.toList();
            assertEquals(IntStream.range(0, all.size()).mapToObj(i -> i * i).toList(), all);
            return all.size();
          }
        });
  }

  private List<Begin> begins() throws IOException {
    return Files.readAllLines(lines).stream()
        .map(line -> line.split(" ", -1))
        .map(words -> new Begin(words[0], words[1], Long.parseLong(words[2])))
        .toList();
  }

  private void awaitBegun(int more) throws IOException {
    int count = begins().size() + more;
    await().atMost(LocalNodes.SOON).until(() -> begins().size() >= count);
  }

  /** For how long nothing was begun, at most. */
  private Duration longestGap() throws IOException {
    long longest = 0;
    long last = Long.MAX_VALUE;
    for (Begin begin : begins()) {
      longest = Math.max(longest, begin.nanos() - last);
      last = begin.nanos();
    }
    return Duration.ofNanos(longest);
  }

  /** How many items were begun a second time. */
  private int begunTwice() throws IOException {
    Map<String, Integer> begun = new HashMap<>();
    begins().forEach(begin -> begun.merge(begin.item(), 1, Integer::sum));
    return (int) begun.values().stream().filter(count -> count > 1).count();
  }

  private void assertShort(String what) throws IOException {
    Duration gap = longestGap();
    System.out.println(what + ": gap " + gap + ", begun twice " + begunTwice());
    assertTrue(gap.compareTo(HOST_TIMEOUT.plus(LATER)) < 0, gap::toString);
  }

  @Test
  void hostThatIsCutOffCostsNoResultAndComesBack() throws Exception {
    try (ProcessPool pool = onBoth()) {
      Set<Long> healthy = pidsOn(pool, 1);
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);

      nodes.link(0, "down");
      await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.SILENT);
      assertTrue(host(pool, 0).trouble().orElseThrow().contains("silent for "));
      await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.LOST);
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> nodes.processes(0, "procession.worker.id").findAny().isEmpty());
      awaitBegun(100);
      nodes.link(0, "up");

      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("cut off");
      assertEquals(healthy, pidsOn(pool, 1));
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Test
  void hostWhosePowerIsCutCostsNoResult() throws Exception {
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);

      nodes.kill(0);

      await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.LOST);
      awaitBegun(100);
      nodes.start();
      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("power cut");
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Test
  void classPathGoesOverTheLinkOnceAndNotForTheSecondPool() throws Exception {
    int bytes = 30 << 20;
    byte[] content = new byte[bytes];
    new Random(3).nextBytes(content);
    Path jar = Files.write(folder.resolve("large.jar"), content);
    Path own = Path.of(LocalNodes.property("procession.jar"));
    long ownBytes = Files.size(own);
    long[] sent = new long[2];
    for (int round = 0; round < 2; round++) {
      long before = nodes.bytesTo(0);
      try (ProcessPool pool = builder().classPath(jar).build()) {
        awaitBoth(pool);
        assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
      }
      sent[round] = nodes.bytesTo(0) - before;
    }

    System.out.println(
        "class path: " + (bytes + ownBytes) + " bytes, sent " + sent[0] + ", " + sent[1]);
    assertTrue(sent[0] < 1.3 * (bytes + ownBytes), () -> sent[0] + " bytes");
    assertTrue(sent[1] < bytes / 20, () -> sent[1] + " bytes");
  }
}
