package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostState;
import dev.procession.ProcessPool;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.ClusterEngine;
import dev.procession.process.remote.HostProbe;
import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are drained while a pool uses them. */
@Tag("extended")
@Timeout(300)
final class DrainIT {
  /** More than are ever run: a test ends the items when it has seen what it waits for. */
  private static final int MANY = 50_000;

  @TempDir private Path folder;

  // Set up before each test, on its thread.
  private LocalNodes nodes;
  private Path lines;

  @BeforeEach
  void startNodes() throws IOException {
    lines = Files.createFile(folder.resolve("lines"));
    nodes = new LocalNodes(folder, 2);
    nodes.start();
  }

  @AfterEach
  void stopNodes() {
    nodes.stop();
  }

  private ProcessPool pool() {
    ProcessPool pool =
        ProcessPool.builder()
            .cluster(Cluster.at(nodes.addresses()).waitForHosts(LocalNodes.SOON))
            .build();
    await()
        .atMost(LocalNodes.SOON)
        .until(() -> pool.hosts().stream().allMatch(host -> host.workers() == 2));
    return pool;
  }

  /** Squares numbers until something has happened, and leaves a line for each that is begun. */
  private CompletableFuture<Integer> squareUntil(ProcessPool pool, AtomicBoolean happened) {
    String file = lines.toString();
    SerializableFunction<Integer, Integer> square =
        i -> {
          Files.writeString(Path.of(file), i + "\n", StandardOpenOption.APPEND);
          Thread.sleep(20);
          return i * i;
        };
    return CompletableFuture.supplyAsync(
        () -> {
          Stream<Integer> items = IntStream.range(0, MANY).boxed().takeWhile(i -> !happened.get());
          try (Stream<Integer> squares = pool.stream(square, items)) {
            List<Integer> all = squares.toList();
            assertEquals(IntStream.range(0, all.size()).mapToObj(i -> i * i).toList(), all);
            return all.size();
          }
        });
  }

  private void awaitBegun(int count) {
    await().atMost(LocalNodes.SOON).until(() -> Files.readAllLines(lines).size() >= count);
  }

  private List<String> drain(String host) throws IOException, InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();
    drain(host, told);
    return told;
  }

  private void drain(String host, List<String> told) throws IOException, InterruptedException {
    new IgniteEngine()
        .drain(
            new ClusterEngine.Joining(
                List.of(nodes.addresses()), Optional.empty(), OptionalInt.empty()),
            host,
            told::add);
  }

  private static HostInfo host(ProcessPool pool, String name) {
    return pool.hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void drainedNodeLeavesAndNothingRunsTwice() throws Exception {
    String drained = nodes.address(0);
    try (ProcessPool pool = pool()) {
      AtomicBoolean happened = new AtomicBoolean();
      CompletableFuture<Integer> squares = squareUntil(pool, happened);
      awaitBegun(100);

      List<String> told = drain(drained);

      assertEquals(
          List.of(
              drained + " is being drained: it leaves when its workers have finished what they run",
              drained + " has left"),
          told);
      nodes.awaitNoProcess(0, "");
      happened.set(true);
      int count = squares.get();
      List<String> begun = Files.readAllLines(lines);
      assertEquals(count, begun.size());
      assertEquals(count, Set.copyOf(begun).size());
      assertEquals(0, pool.stats().workersLost());
      assertEquals(0, host(pool, drained).workersLost());
      assertEquals(HostState.LOST, host(pool, drained).state());
      assertEquals(2, host(pool, nodes.address(1)).workers());

      IOException unknown = assertThrows(IOException.class, () -> drain(drained));
      assertEquals(
          "there is no node " + drained + " in the cluster; its nodes are " + nodes.address(1),
          unknown.getMessage());
    }
  }

  @Test
  void nodeThatIsDrainedBySigtermWaitsForWhatRunsAndTheSecondDrainSaysSo() throws Exception {
    String drained = nodes.address(0);
    Path done = folder.resolve("done");
    String file = done.toString();
    try (ProcessPool pool = pool()) {
      CompletableFuture<List<Integer>> long4 =
          pool.mapAsync(
              i -> {
                while (Files.notExists(Path.of(file))) {
                  Thread.sleep(10);
                }
                return i;
              },
              List.of(1, 2, 3, 4));
      await()
          .atMost(LocalNodes.SOON)
          .until(() -> pool.workers().stream().allMatch(w -> w.state().name().equals("BUSY")));

      nodes.terminate(0);

      await()
          .atMost(LocalNodes.SOON)
          .until(() -> host(pool, drained).state() == HostState.DRAINING);
      assertEquals(2, host(pool, drained).workers());
      List<HostProbe.Answer> answers =
          HostProbe.askNodes(
              List.of(nodes.addresses()), Optional.empty(), LocalNodes.SOON.toMillis());
      assertTrue(answers.get(0).toString().contains("it is being drained"), answers::toString);
      List<String> told = new CopyOnWriteArrayList<>();
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(
              () -> {
                try {
                  drain(drained, told);
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      await().atMost(LocalNodes.SOON).until(() -> !told.isEmpty());
      assertTrue(told.get(0).startsWith(drained + " is being drained already"), told::toString);

      Files.createFile(done);

      second.get();
      assertEquals(List.of(1, 2, 3, 4), long4.get());
      nodes.awaitNoProcess(0, "");
      assertEquals(0, nodes.exitCode(0));
      assertEquals(0, pool.stats().workersLost());

      List<String> last = drain(nodes.address(1));

      assertEquals(
          nodes.address(1) + " has left, and was the last node: programs wait for another one",
          last.get(last.size() - 1));
      IOException none = assertThrows(IOException.class, () -> drain(nodes.address(1)));
      String message = String.valueOf(none.getMessage());
      assertTrue(message.startsWith("no node can be reached: "), message);
      nodes.start();
      assertEquals(List.of(1, 4), pool.map(i -> i * i, List.of(1, 2)));
    }
  }
}
