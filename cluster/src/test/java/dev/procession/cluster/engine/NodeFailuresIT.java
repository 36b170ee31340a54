package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostLostException;
import dev.procession.HostState;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.cluster.Cluster;
import dev.procession.cluster.engine.NamespaceNodes.Cut;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nodes on hosts with a network of their own. Most of the time they wait for what the engine takes
 * long to find out, so only some run with the extended tests.
 */
@Timeout(400)
final class NodeFailuresIT {
  private static final Duration HOST_TIMEOUT = Duration.ofSeconds(10);

  /** What the clocks of a lease, and a machine that is busy, may add to that. */
  private static final Duration LATER = Duration.ofSeconds(10);

  /** More than are ever run: a test ends the items when it has seen what it waits for. */
  private static final int MANY = 100_000;

  private static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

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
    nodes.mend();
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

  /** Squares a number, slowly, and leaves a line that says so before. */
  private static SerializableFunction<Integer, Integer> squareWithALine(String file) {
    return i -> {
      String line = i + " " + System.getenv("PROCESSION_HOST") + " " + System.nanoTime();
      Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
      Thread.sleep(20);
      return i * i;
    };
  }

  /** Squares numbers until something has happened, and leaves a line for each that is begun. */
  private CompletableFuture<Integer> squares(ProcessPool pool) {
    String file = lines.toString();
    SerializableFunction<Integer, Integer> square = squareWithALine(file);
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

  @Tag("extended")
  @Test
  void hostThatIsCutOffCostsNoResultAndComesBack() throws Exception {
    try (ProcessPool pool = onBoth()) {
      Set<Long> healthy = pidsOn(pool, 1);
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);

      nodes.cut(0, Cut.CABLE);
      await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.SILENT);
      assertTrue(host(pool, 0).trouble().orElseThrow().contains("silent for "));
      await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.LOST);
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> nodes.processes(0, "procession.worker.id").findAny().isEmpty());
      awaitBegun(100);
      nodes.mend();

      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("cut off");
      assertEquals(healthy, pidsOn(pool, 1));
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  /** The engine never joins two rings again. */
  @Tag("extended")
  @Test
  void hostThatWasCutOffForSoLongThatItsRingIsAnotherComesBack() throws Exception {
    assertComesBackAfterLong(Cut.CABLE);
  }

  @Tag("soak")
  @Test
  void hostBehindASwitchThatFailsForLongComesBack() throws Exception {
    assertComesBackAfterLong(Cut.SWITCH);
  }

  private void assertComesBackAfterLong(Cut cut) throws Exception {
    try (ProcessPool pool = onBoth()) {
      Set<Long> healthy = pidsOn(pool, 1);
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);
      String noticed = "lost " + nodes.address(1);
      long before = nodes.said(0, noticed);

      nodes.cut(0, cut);
      await().atMost(LocalNodes.SOON).until(() -> nodes.said(0, noticed) > before);
      nodes.mend();

      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("cut off by " + cut);
      assertEquals(healthy, pidsOn(pool, 1));
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource(names = {"INTERFACE", "SWITCH"})
  void nodeThatIsStartedWhileItsHostIsCutOffIsUsedAfterwards(Cut cut) throws Exception {
    nodes.kill(0);
    try (ProcessPool pool = builder().build()) {
      long before = nodes.said(0, "ready at ");

      nodes.cut(0, cut);
      nodes.start(0);
      await().atMost(LocalNodes.SOON).until(() -> nodes.said(0, "ready at ") > before);
      nodes.mend();

      awaitBoth(pool);
      assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
    }
  }

  @Tag("soak")
  @Test
  void nodesThatStartApartFromEachOtherAreOneClusterAfterwards() throws Exception {
    nodes.kill(0);
    nodes.kill(1);
    long[] before = {nodes.said(0, "ready at "), nodes.said(1, "ready at ")};

    nodes.separate();
    nodes.start();
    await()
        .atMost(LocalNodes.SOON)
        .until(
            () -> nodes.said(0, "ready at ") > before[0] && nodes.said(1, "ready at ") > before[1]);
    nodes.mend();

    try (ProcessPool pool = onBoth()) {
      assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
    }
  }

  /** The engine takes one of them for dead, although the program reaches both. */
  @Tag("soak")
  @Test
  void hostsThatDoNotReachEachOtherCostNoResult() throws Exception {
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);

      nodes.separate();
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> pool.hosts().stream().anyMatch(h -> h.state() == HostState.LOST));
      awaitBegun(100);
      nodes.mend();

      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("apart");
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Tag("extended")
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

  @Tag("soak")
  @Test
  @Timeout(3600)
  void hostWhosePowerIsCutTwentyTimesCostsNoResult() throws Exception {
    List<Integer> items = IntStream.range(0, 1000).boxed().toList();
    List<Integer> results = items.stream().map(i -> i * i).toList();
    Duration longest = Duration.ZERO;
    int mostTwice = 0;
    for (int round = 0; round < 20; round++) {
      lines = Files.createTempFile(folder, "lines", "");
      nodes.start();
      awaitListening();
      try (ProcessPool pool = onBoth()) {
        CompletableFuture<List<Integer>> result =
            pool.mapAsync(squareWithALine(lines.toString()), items);
        awaitBegun(300);

        nodes.kill(round % 2);

        assertEquals(results, result.get());
        assertEquals(0, pool.stats().tasksFailed());
      }
      Duration gap = longestGap();
      longest = gap.compareTo(longest) > 0 ? gap : longest;
      mostTwice = Math.max(mostTwice, begunTwice());
      System.out.println("power cut " + round + ": gap " + gap + ", begun twice " + begunTwice());
    }
    System.out.println("power cuts: gap at most " + longest + ", begun twice at most " + mostTwice);
    assertTrue(longest.compareTo(HOST_TIMEOUT.plus(LATER)) < 0, longest::toString);
  }

  @Tag("soak")
  @Test
  @Timeout(7200)
  void hostsThatAreLostAgainAndAgainCostNoResult() throws Exception {
    Duration length =
        Duration.ofSeconds(Long.parseLong(LocalNodes.property("procession.nodes.seconds")));
    long startNanos = System.nanoTime();
    int kills = 0;
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<Integer> squares = CompletableFuture.supplyAsync(() -> checkSquares(pool));
      while (System.nanoTime() - startNanos < length.toNanos() && !squares.isDone()) {
        nodes.kill(kills % 2);
        kills++;
        nodes.start();
        awaitBoth(pool);
        TimeUnit.SECONDS.sleep(10);
      }
      happened.set(true);
      System.out.println(
          "lost " + kills + " times in " + length + ": " + squares.get() + " items, all right");
      assertEquals(0, pool.stats().tasksFailed());
    }
    for (int node = 0; node < 2; node++) {
      int each = node;
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> nodes.processes(each, "process.node.Main").findAny().isEmpty());
      assertEquals(0, nodes.processes(each, "procession.worker.id").count());
    }
  }

  /** Squares numbers until something has happened, and checks each result as it comes. */
  private int checkSquares(ProcessPool pool) {
    SerializableFunction<Integer, Integer> square =
        i -> {
          Thread.sleep(20);
          return i * i;
        };
    Stream<Integer> items =
        IntStream.iterate(0, i -> i + 1).boxed().takeWhile(i -> !happened.get());
    int[] count = {0};
    try (Stream<Integer> results = pool.stream(square, items)) {
      results.forEach(
          result -> {
            assertEquals(count[0] * count[0], result);
            count[0]++;
          });
    }
    return count[0];
  }

  @Tag("extended")
  @Test
  void hostThatIsFrozenCostsNoResultAndItsOldWorkersEndAfterwards() throws Exception {
    try (ProcessPool pool = onBoth()) {
      Set<Long> healthy = pidsOn(pool, 1);
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);
      List<ProcessHandle> old = nodes.processes(0, "-Dprocession.worker.id=").toList();
      assertEquals(2, old.size());

      nodes.signal(0, "STOP");
      try {
        await().atMost(LocalNodes.SOON).until(() -> host(pool, 0).state() == HostState.LOST);
        awaitBegun(100);
        assertTrue(old.stream().allMatch(ProcessHandle::isAlive));
      } finally {
        nodes.signal(0, "CONT");
      }
      long thawNanos = System.nanoTime();
      await().atMost(LATER).until(() -> old.stream().noneMatch(ProcessHandle::isAlive));
      System.out.println("frozen: gone after " + Duration.ofNanos(System.nanoTime() - thawNanos));

      awaitBoth(pool);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertShort("frozen");
      assertEquals(healthy, pidsOn(pool, 1));
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  /** How workers are separated from those that do their work again. */
  enum Separation {
    /** A host is cut off from all others. */
    OF_ONE,
    /** The hosts are cut off from each other, and this machine from none. */
    OF_EACH_OTHER
  }

  /**
   * The workers have enough to do for longer than the lease, so that they would go on if the node
   * did not kill them.
   */
  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void hostThatIsLostBeginsNothingAfterItsItemsAreBegunElsewhere(Separation separation)
      throws Exception {
    List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<List<Integer>> result =
          pool.mapAsync(
              squareWithALine(lines.toString()), items, MapOptions.defaults().chunkSize(2500));
      awaitBegun(100);

      if (separation == Separation.OF_ONE) {
        nodes.cut(0, Cut.SWITCH);
      } else {
        nodes.separate();
      }
      long cutNanos = System.nanoTime();
      await().atMost(LocalNodes.SOON).until(() -> begunTwice() > 0);
      // The lost host would have gone on for so long.
      long seenNanos = System.nanoTime();
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> System.nanoTime() - seenNanos > HOST_TIMEOUT.toNanos());
      nodes.mend();
      List<Begin> begins = begins();
      result.cancel(true);

      Begin first = firstBegunAgain(begins);
      Begin last = lastOfLostHost(begins, first);
      Duration wentOn = Duration.ofNanos(last.nanos() - cutNanos);
      Duration begunAgain = Duration.ofNanos(first.nanos() - cutNanos);
      System.out.println("fencing: went on for " + wentOn + ", again after " + begunAgain);
      assertTrue(wentOn.compareTo(HOST_TIMEOUT.dividedBy(2)) > 0, wentOn::toString);
      assertTrue(begunAgain.compareTo(wentOn) > 0, begunAgain + " " + wentOn);
    }
  }

  /** The first begin of an item that was begun before on the other host. */
  private static Begin firstBegunAgain(List<Begin> begins) {
    Map<String, Begin> firsts = new HashMap<>();
    for (Begin begin : begins) {
      Begin earlier = firsts.putIfAbsent(begin.item(), begin);
      if (earlier != null && !earlier.host().equals(begin.host())) {
        return begin;
      }
    }
    throw new AssertionError("nothing was begun again");
  }

  private static Begin lastOfLostHost(List<Begin> begins, Begin again) {
    return begins.stream()
        .filter(begin -> !begin.host().equals(again.host()))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  @Tag("soak")
  @Test
  void withoutRetriesNothingIsBegunTwice() throws Exception {
    List<Integer> items = IntStream.range(0, 600).boxed().toList();
    try (ProcessPool pool = builder().hostRetries(0).build()) {
      awaitBoth(pool);
      SerializableFunction<Integer, Integer> square = squareWithALine(lines.toString());
      CompletableFuture<List<Outcome<Integer>>> result =
          CompletableFuture.supplyAsync(
              () -> {
                try (Stream<Outcome<Integer>> outcomes = pool.outcomes(square, items)) {
                  return outcomes.toList();
                }
              });
      awaitBegun(50);

      nodes.kill(0);

      int lost = 0;
      for (Outcome<Integer> outcome : result.get()) {
        if (outcome instanceof Outcome.Failure<Integer> failure) {
          HostLostException why = assertInstanceOf(HostLostException.class, failure.error());
          assertEquals(nodes.address(0), why.host());
          lost++;
        }
      }
      assertTrue(lost > 0, "nothing was lost");
      assertEquals(0, begunTwice());
    }
  }

  @Tag("soak")
  @Test
  void hostThatIsStartedAfterAllWereLostDoesTheRest() throws Exception {
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<Integer> squares = squares(pool);
      awaitBegun(100);

      nodes.kill(0);
      nodes.kill(1);
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> pool.hosts().stream().allMatch(h -> h.state() == HostState.LOST));
      nodes.start(1);

      awaitBegun(100);
      happened.set(true);
      assertTrue(squares.get() > 0);
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Tag("soak")
  @Test
  void itemThatKillsItsHostFailsAndTheOthersDoNot() throws Exception {
    try (ProcessPool pool = builder().hostRetries(1).build()) {
      awaitBoth(pool);
      CompletableFuture<List<Outcome<Integer>>> result =
          CompletableFuture.supplyAsync(
              () -> pool.outcomes(NodeFailuresIT::killHostAtSeven, ITEMS).toList());

      await()
          .atMost(LocalNodes.SOON)
          .until(
              () -> {
                nodes.start();
                return result.isDone();
              });

      for (Outcome<Integer> outcome : result.get()) {
        assertEquals(outcome.index() != 7, outcome.isSuccess(), outcome::toString);
      }
      Outcome<Integer> seventh = result.get().get(7);
      HostLostException lost =
          assertInstanceOf(HostLostException.class, ((Outcome.Failure<Integer>) seventh).error());
      assertEquals(2, lost.losses());
    }
  }

  private static int killHostAtSeven(int item) throws InterruptedException {
    if (item == 7) {
      // The first process of the host starts the node, and ends with it.
      ProcessHandle top = ProcessHandle.current();
      while (top.parent().isPresent() && top.parent().get().pid() > 1) {
        top = top.parent().get();
      }
      top.destroyForcibly();
      Thread.sleep(600_000);
    }
    return item * item;
  }
}
