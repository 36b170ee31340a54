package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostsLostException;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.WorkerInfo;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.HostProbe;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
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

/** Pools on two nodes, which are killed. */
@Timeout(300)
final class NodesIT {
  private static final List<Integer> ITEMS = IntStream.range(0, 300).boxed().toList();
  private static final List<Integer> SQUARES = ITEMS.stream().map(i -> i * i).toList();

  @TempDir private static Path folder;

  private static LocalNodes nodes;

  @BeforeAll
  static void findPorts() {
    nodes = new LocalNodes(folder, 2);
  }

  @BeforeEach
  void startNodes() throws IOException {
    nodes.start();
  }

  @AfterAll
  static void stopNodes() {
    nodes.stop();
  }

  private static ProcessPool.Builder pool(Duration waitForHosts) {
    return ProcessPool.builder()
        .cluster(
            Cluster.at(nodes.addresses())
                .hostTimeout(Duration.ofSeconds(10))
                .waitForHosts(waitForHosts));
  }

  private static ProcessPool onBoth() {
    ProcessPool pool = pool(LocalNodes.SOON).build();
    awaitBoth(pool);
    return pool;
  }

  private static void awaitBoth(ProcessPool pool) {
    await().atMost(LocalNodes.SOON).until(() -> hostsOf(pool).equals(Set.of(nodes.addresses())));
  }

  private static Set<String> hostsOf(ProcessPool pool) {
    return pool.workers().stream()
        .map(WorkerInfo::host)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  @Test
  void workersRunOnTheNodesAndNoMoreThanHaveRoom() {
    try (ProcessPool pool = onBoth()) {
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
      assertEquals(List.of(1 << 20), pool.map(bytes -> bytes.length, List.of(new byte[1 << 20])));
      TaskFailedException failed =
          assertThrows(TaskFailedException.class, () -> pool.map(i -> 1 / i, List.of(0)));
      assertTrue(Set.of(nodes.addresses()).contains(failed.host().orElseThrow()));
      assertEquals(4, pool.workers().size());

      HostsLostException taken =
          assertThrows(HostsLostException.class, () -> pool(LocalNodes.SOON).build());
      assertTrue(
          taken.getMessage().contains("its 2 places are taken by other programs"),
          taken.getMessage());
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
    }
    nodes.awaitNoProcess(0, "process.node.Main");
    nodes.awaitNoProcess(1, "process.node.Main");
  }

  @Tag("extended")
  @Test
  void nodesSayWhatRoomTheyHave() throws Exception {
    assertEquals(List.of(2, 2), roomOf(HostProbe.Reached.class, HostProbe.Reached::slots));

    try (ProcessPool pool = onBoth()) {
      List<String> why = roomOf(HostProbe.NotReached.class, HostProbe.NotReached::why);

      assertEquals(2, why.size());
      assertTrue(why.get(0).contains("taken by other programs"), why.get(0));
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
    }
  }

  /** Without them on its own class path, a node's workers fetched classes one by one. */
  @Tag("extended")
  @Test
  void nodesGetTheClassPathOfTheProgramAndKeepIt() throws Exception {
    String resource = "dev/procession/cluster/engine/only-in-the-jar.txt";
    Path jar = folder.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(resource));
      out.write(1);
    }
    Set<Path> kept = new HashSet<>();
    Set<FileTime> times = new HashSet<>();
    for (int round = 0; round < 2; round++) {
      try (ProcessPool pool = pool(LocalNodes.SOON).classPath(jar).build()) {
        List<String> found =
            pool.map(
                name -> String.valueOf(ClassLoader.getSystemResource(name)), List.of(resource));

        Path cache = nodes.cache(found.get(0).contains("cache-0") ? 0 : 1);
        assertTrue(
            found.get(0).contains(cache.resolve("procession/jars").toString()), found::toString);
        try (Stream<Path> files = Files.list(nodes.cache(0).resolve("procession/jars"))) {
          for (Path file : files.toList()) {
            kept.add(file);
            times.add(Files.getLastModifiedTime(file));
          }
        }
      }
    }
    assertEquals(kept.size(), times.size(), "a file was sent twice");
  }

  private static <A, V> List<V> roomOf(Class<A> kind, Function<A, V> what)
      throws InterruptedException {
    return HostProbe.askNodes(
            List.of(nodes.addresses()), Optional.empty(), LocalNodes.SOON.toMillis())
        .stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .map(what)
        .toList();
  }

  @Tag("extended")
  @Test
  void itemsOfAKilledNodeRunElsewhereAndItComesBack() throws Exception {
    String lines = folder.resolve("lines").toString();
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<List<Integer>> result =
          pool.mapAsync(
              i -> {
                Files.writeString(
                    Path.of(lines), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Thread.sleep(20);
                return i * i;
              },
              ITEMS);
      await().atMost(LocalNodes.SOON).until(() -> new File(lines).length() >= 50);

      nodes.killEngine(0);

      assertEquals(SQUARES, result.get());
      assertEquals(0, pool.stats().tasksFailed());
      await().atMost(LocalNodes.SOON).until(() -> pool.stats().workersLost() > 0);
      awaitBoth(pool);
      assertEquals(SQUARES, pool.map(i -> i * i, ITEMS));
    }
  }

  @Tag("extended")
  @Test
  void folderOfANodeWhoseProcessesWereAllKilledIsDeletedByTheNextStart() throws Exception {
    List<Path> before = engineFolders();
    assertEquals(2, before.size());

    nodes.processes(0, "").toList().forEach(ProcessHandle::destroyForcibly);
    nodes.awaitNoProcess(0, "");
    assertEquals(before, engineFolders());
    nodes.start();

    List<Path> after = engineFolders();
    assertEquals(2, after.size());
    // That of the other node.
    assertEquals(1, after.stream().filter(before::contains).count());
  }

  private static List<Path> engineFolders() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("procession-engine-"))
          .sorted()
          .toList();
    }
  }

  @Tag("extended")
  @Test
  void aKilledGatewayIsReplacedAndCostsNoResult() throws Exception {
    Path lines = folder.resolve("lines of the gateway");
    String file = lines.toString();
    try (ProcessPool pool = onBoth()) {
      CompletableFuture<List<Integer>> result =
          pool.mapAsync(
              i -> {
                Files.writeString(
                    Path.of(file), i + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Thread.sleep(20);
                return i * i;
              },
              ITEMS);
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> Files.exists(lines) && Files.readAllLines(lines).size() >= 50);
      List<ProcessHandle> gateways = gateways();
      List<ProcessHandle> workers =
          Stream.concat(
                  nodes.processes(0, "procession.worker.id"),
                  nodes.processes(1, "procession.worker.id"))
              .toList();
      assertEquals(1, gateways.size());

      gateways.get(0).destroyForcibly();
      long killNanos = System.nanoTime();

      await()
          .atMost(LocalNodes.SOON)
          .until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
      Duration gone = Duration.ofNanos(System.nanoTime() - killNanos);
      assertEquals(SQUARES, result.get());
      awaitBoth(pool);
      List<String> begun = Files.readAllLines(lines);
      int twice = begun.size() - Set.copyOf(begun).size();
      System.out.println("gateway killed: workers gone after " + gone + ", begun twice " + twice);
      assertEquals(0, pool.stats().tasksFailed());
      assertEquals(1, gateways().size());
    }
    assertEquals(List.of(), gateways());
  }

  private static List<ProcessHandle> gateways() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> NamespaceNodes.commandLine(each).contains("ignite.GatewayMain"))
        .toList();
  }

  @Tag("extended")
  @Test
  void theEndOfAProgramIsTheEndOfItsWorkersAndNotOfTheNodes() throws Exception {
    Process program = startProgram();
    try {
      BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
      assertEquals("spinning", output.readLine());
      List<ProcessHandle> descendants = program.descendants().toList();
      assertFalse(descendants.isEmpty());
      assertTrue(nodes.processes(0, "process.node.Main").findAny().isPresent());

      program.destroyForcibly();

      nodes.awaitNoProcess(0, "process.node.Main");
      nodes.awaitNoProcess(1, "process.node.Main");
      nodes.awaitNoProcess(0, "procession.worker.id");
      nodes.awaitNoProcess(1, "procession.worker.id");
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> descendants.stream().noneMatch(ProcessHandle::isAlive));
      assertTrue(nodes.processes(0, "ignite.NodeMain").findAny().isPresent(), "its engine is gone");
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  private static Process startProgram() throws IOException {
    String classPath =
        String.join(
            File.pathSeparator,
            LocalNodes.property("procession.jar"),
            LocalNodes.property("procession.cluster.jar"),
            EngineJvm.entryOf(NodesProgram.class).toString());
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", classPath, NodesProgram.class.getName()));
    words.addAll(List.of(nodes.addresses()));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Tag("extended")
  @Test
  void aPoolThatHasLostAllNodesSaysSo() {
    try (ProcessPool pool = pool(Duration.ofSeconds(60)).build()) {
      CompletableFuture<List<Integer>> result =
          pool.mapAsync(
              i -> {
                Thread.sleep(60_000);
                return i;
              },
              List.of(1));
      await().atMost(LocalNodes.SOON).until(() -> !hostsOf(pool).isEmpty());

      nodes.kill(0);
      nodes.kill(1);

      Throwable failure = assertThrows(ExecutionException.class, result::get).getCause();
      HostsLostException lost = assertInstanceOf(HostsLostException.class, failure);
      assertEquals(Set.of(nodes.addresses()), Set.copyOf(lost.hosts()));
    }
    nodes.awaitNoProcess(0, "");
    nodes.awaitNoProcess(1, "");
  }

  @Test
  void addressesWhereNoNodeListensAreNamed() {
    LocalNodes others = new LocalNodes(folder, 1);

    HostsLostException failure =
        assertThrows(
            HostsLostException.class,
            () -> ProcessPool.builder().cluster(Cluster.at(others.addresses())).build());

    assertEquals(List.of(others.addresses()), failure.hosts());
    assertTrue(
        failure.getMessage().contains("no node listens at " + others.address(0)),
        failure.getMessage());
  }
}
