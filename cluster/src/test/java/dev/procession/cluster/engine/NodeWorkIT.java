package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.cluster.Cluster;
import dev.procession.task.Broadcast;
import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What programs run on nodes of hosts with a network of their own: failures, large items. */
@Timeout(400)
@Tag("extended")
final class NodeWorkIT {
  private static final int MIB = 1 << 20;

  @TempDir private static Path folder;

  private static NamespaceNodes nodes;

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
    nodes.start();
    await().atMost(LocalNodes.SOON).until(() -> nodes.listens(0) && nodes.listens(1));
  }

  private static ProcessPool.Builder builder() {
    return ProcessPool.builder()
        .cluster(
            Cluster.load(nodes.cluster())
                .hostTimeout(Duration.ofSeconds(20))
                .waitForHosts(LocalNodes.SOON));
  }

  private static void awaitWorkers(ProcessPool pool, int perHost) {
    await()
        .atMost(LocalNodes.SOON)
        .until(() -> IntStream.range(0, 2).allMatch(i -> workersOn(pool, i) == perHost));
  }

  private static long workersOn(ProcessPool pool, int node) {
    return pool.workers().stream()
        .map(WorkerInfo::host)
        .filter(Optional.of(nodes.address(node))::equals)
        .count();
  }

  private static WorkerCrashedException crash(
      ProcessPool pool, SerializableFunction<Integer, Integer> task) {
    WorkerCrashedException crashed =
        assertThrows(WorkerCrashedException.class, () -> pool.map(task, List.of(1)));
    String host = crashed.host().orElseThrow();
    assertTrue(Set.of(nodes.address(0), nodes.address(1)).contains(host), host);
    return crashed;
  }

  private static int signalSelf(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    Thread.sleep(60_000);
    return 0;
  }

  @Test
  void failuresOfProcessesAreThoseOfOneMachineAndCostOnlyTheirItem() {
    try (ProcessPool pool = builder().maxHeap("64m").build()) {
      WorkerCrashedException exited =
          crash(
              pool,
              i -> {
                System.err.println("last words");
                Runtime.getRuntime().halt(7);
                return i;
              });
      assertEquals(7, exited.exitCode().orElseThrow());
      assertEquals("last words", exited.stderrTail());
      assertEquals(Optional.of("SIGKILL"), crash(pool, i -> signalSelf("KILL")).signal());
      String native_ = crash(pool, i -> signalSelf("SEGV")).signal().orElseThrow();
      assertTrue(Set.of("SIGSEGV", "SIGABRT").contains(native_), native_);

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
                      MapOptions.defaults().taskTimeout(Duration.ofSeconds(1))));
      assertTrue(slow.host().isPresent());

      List<Outcome<Integer>> outcomes =
          pool.outcomes(
                  (Integer i) -> {
                    if (i == 7) {
                      List<byte[]> all = new ArrayList<>();
                      do {
                        all.add(new byte[MIB]);
                      } while (!all.isEmpty());
                    }
                    return i * i;
                  },
                  IntStream.range(0, 20).boxed().toList())
              .toList();
      outcomes.forEach(each -> assertEquals(each.index() != 7, each.isSuccess(), each::toString));

      CompletableFuture<Integer> endless =
          pool.submit(
              () -> {
                while (true) {
                  Thread.onSpinWait();
                }
              });
      await().atMost(LocalNodes.SOON).until(() -> pool.stats().tasksRunning() > 0);
      assertTrue(endless.cancel(true));
      assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
    }
  }

  @Test
  void largeItemsAndASlowConsumerAreNoBurdenForTheGateway() throws Exception {
    byte[] large = new byte[100 * MIB];
    large[99 * MIB] = 42;
    try (ProcessPool pool = builder().build()) {
      awaitWorkers(pool, 2);
      Set<Long> gateway = gateways();
      assertEquals(1, gateway.size());

      SerializableFunction<byte[], byte[]> same = bytes -> bytes;
      assertEquals(42, pool.map(same, List.of(large)).get(0)[99 * MIB]);

      Stream<byte[]> items =
          IntStream.range(0, 300)
              .mapToObj(
                  i -> {
                    byte[] item = new byte[MIB];
                    item[i] = 1;
                    return item;
                  });
      try (Stream<byte[]> results = pool.stream(same, items)) {
        int[] index = {0};
        results.forEach(
            item -> {
              if (index[0] == 0) {
                // All that there is room for has come by then.
                sleep(5);
              }
              assertEquals(1, item[index[0]++]);
            });
        assertEquals(300, index[0]);
      }
      assertEquals(gateway, gateways());
      assertEquals(0, pool.stats().workersLost());
    }
  }

  private static Set<Long> gateways() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> NamespaceNodes.commandLine(each).contains("ignite.GatewayMain"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static void sleep(int seconds) {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void twoProgramsNeverHaveMoreWorkersOnAHostThanItHasPlaces() throws Exception {
    List<Integer> items = IntStream.range(0, 400).boxed().toList();
    List<Integer> squares = items.stream().map(i -> i * i).toList();
    SerializableFunction<Integer, Integer> square =
        i -> {
          Thread.sleep(10);
          return i * i;
        };
    try (ProcessPool one = builder().workers(1).build();
        ProcessPool other = builder().build()) {
      CompletableFuture<List<Integer>> first = one.mapAsync(square, items);
      CompletableFuture<List<Integer>> second = other.mapAsync(square, items);
      while (!first.isDone() || !second.isDone()) {
        for (int node = 0; node < 2; node++) {
          long running = nodes.processes(node, "-Dprocession.worker.id=").count();
          assertTrue(running <= 2, () -> running + " workers");
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }

      assertEquals(squares, first.get());
      assertEquals(squares, second.get());
    }
  }

  @Test
  void hostThatJoinsDuringAJobGetsItsPart() throws Exception {
    nodes.kill(1);
    SerializableFunction<Integer, String> host =
        i -> {
          Thread.sleep(20);
          return System.getenv("PROCESSION_HOST");
        };
    try (ProcessPool pool = builder().build()) {
      Stream<Integer> items = IntStream.iterate(0, i -> i + 1).boxed();
      try (Stream<String> results = pool.stream(host, items)) {
        List<String> after =
            results
                .peek(
                    name -> {
                      if (!nodes.isRunning(1)) {
                        startSecond();
                      }
                    })
                .dropWhile(nodes.address(0)::equals)
                .limit(300)
                .toList();

        long joined = after.stream().filter(nodes.address(1)::equals).count();
        System.out.println("joined: " + joined + " of " + after.size());
        assertTrue(joined > after.size() / 10, () -> joined + " of " + after.size());
      }
    }
  }

  private static void startSecond() {
    try {
      nodes.start(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void drainedHostLeavesAndNothingRunsTwice() throws Exception {
    Path lines = Files.createFile(folder.resolve("lines"));
    String file = lines.toString();
    AtomicBoolean drained = new AtomicBoolean();
    SerializableFunction<Integer, Integer> square =
        i -> {
          Files.writeString(Path.of(file), i + "\n", StandardOpenOption.APPEND);
          Thread.sleep(20);
          return i * i;
        };
    try (ProcessPool pool = builder().build()) {
      awaitWorkers(pool, 2);
      CompletableFuture<List<Integer>> squares =
          CompletableFuture.supplyAsync(
              () -> {
                Stream<Integer> items =
                    IntStream.iterate(0, i -> i + 1).boxed().takeWhile(i -> !drained.get());
                try (Stream<Integer> results = pool.stream(square, items)) {
                  return results.toList();
                }
              });
      await().atMost(LocalNodes.SOON).until(() -> Files.readAllLines(lines).size() > 100);

      int status = drain(nodes.address(0));

      assertEquals(0, status);
      await().atMost(LocalNodes.SOON).until(() -> !nodes.isRunning(0));
      drained.set(true);
      int count = squares.get().size();
      assertEquals(IntStream.range(0, count).mapToObj(i -> i * i).toList(), squares.get());
      List<String> begun = Files.readAllLines(lines);
      System.out.println("drained: " + count + " items, begun " + begun.size());
      assertEquals(count, begun.size());
      assertEquals(0, pool.stats().workersLost());
      assertEquals(2, workersOn(pool, 1));
    }
  }

  private static int drain(String host) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Dprocession.cluster.jar=" + LocalNodes.property("procession.cluster.jar"));
    words.addAll(List.of("-jar", LocalNodes.property("procession.jar"), "drain", host));
    words.addAll(List.of("--cluster", nodes.cluster().toString()));
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  @Test
  void classPathGoesOverTheLinkOnceAndNotForTheSecondPool() throws Exception {
    byte[] content = new byte[30 * MIB];
    new Random(3).nextBytes(content);
    Path jar = Files.write(folder.resolve("large.jar"), content);
    long ownBytes = Files.size(Path.of(LocalNodes.property("procession.jar")));
    long[] sent = new long[2];
    for (int round = 0; round < 2; round++) {
      long before = nodes.bytesTo(0);
      try (ProcessPool pool = builder().classPath(jar).build()) {
        awaitWorkers(pool, 2);
        assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
      }
      sent[round] = nodes.bytesTo(0) - before;
    }

    long once = content.length + ownBytes;
    System.out.println("class path: " + once + " bytes, sent " + sent[0] + ", " + sent[1]);
    assertTrue(sent[0] < 1.3 * once, () -> sent[0] + " bytes");
    assertTrue(sent[1] < once / 20, () -> sent[1] + " bytes");
  }

  @Test
  void broadcastGoesOverTheLinkOnceForAllWorkersOfAHost() throws Exception {
    byte[] value = new byte[50 * MIB];
    new Random(4).nextBytes(value);
    long sum = sum(value);
    try (ProcessPool pool = builder().build()) {
      awaitWorkers(pool, 2);
      pool.map(i -> i, List.of(1, 2, 3, 4));
      long[] before = {nodes.bytesTo(0), nodes.bytesTo(1)};
      try (Broadcast<byte[]> broadcast = pool.broadcast(value)) {
        // Until each worker has had it.
        Set<String> seen = new HashSet<>();
        while (seen.size() < 4) {
          List<String> answers =
              pool.map(
                  i ->
                      ProcessHandle.current().pid()
                          + " on "
                          + System.getenv("PROCESSION_HOST")
                          + " "
                          + sum(broadcast.value()),
                  List.of(1, 2, 3, 4),
                  MapOptions.defaults().chunkSize(1));
          answers.forEach(answer -> assertTrue(answer.endsWith(" " + sum), answer));
          seen.addAll(answers);
        }
      }

      for (int node = 0; node < 2; node++) {
        long sent = nodes.bytesTo(node) - before[node];
        System.out.println("broadcast: " + value.length + " bytes, sent " + sent);
        assertTrue(sent < 1.3 * value.length, () -> sent + " bytes");
      }
    }
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (byte each : bytes) {
      sum = 31 * sum + each;
    }
    return sum;
  }
}
