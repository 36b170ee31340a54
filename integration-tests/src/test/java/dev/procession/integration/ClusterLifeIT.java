package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostState;
import dev.procession.ProcessPool;
import dev.procession.ProcessPoolMXBean;
import dev.procession.WorkerState;
import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools on several hosts that differ, come late, are lost again and again, or are shared. */
@Timeout(200)
@Tag("extended")
final class ClusterLifeIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  /** More than are ever run: a test ends the items when it has seen what it waits for. */
  private static final int MANY = 20_000;

  @TempDir private Path folder;

  // Set up before each test, on its thread.
  private FakeHosts hosts;

  @BeforeEach
  void makeHosts() throws Exception {
    hosts = new FakeHosts(folder);
  }

  private static void awaitAllIdle(ProcessPool pool, int workers) {
    await()
        .atMost(SOON)
        .until(
            () ->
                pool.workers().stream().filter(w -> w.state() == WorkerState.IDLE).count()
                    == workers);
  }

  /** Squares a number, slowly, and leaves the name of its host in a file before. */
  private SerializableFunction<Integer, Integer> squareWithALine() {
    String file = folder.resolve("lines").toString();
    return i -> {
      note(Path.of(file));
      Thread.sleep(20);
      return i * i;
    };
  }

  private static void note(Path file) throws IOException {
    String line = System.getenv("PROCESSION_HOST") + "\n";
    Files.write(
        file,
        line.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private long begunOn(String host) throws IOException {
    Path lines = folder.resolve("lines");
    return Files.exists(lines)
        ? Files.readAllLines(lines).stream().filter(host::equals).count()
        : 0;
  }

  /** Squares numbers until something has happened; checks each result. */
  private CompletableFuture<Void> squareUntil(ProcessPool pool, AtomicBoolean happened) {
    return CompletableFuture.runAsync(
        () -> {
          Stream<Integer> items = IntStream.range(0, MANY).boxed().takeWhile(i -> !happened.get());
          try (Stream<Integer> squares = pool.stream(squareWithALine(), items)) {
            List<Integer> all = squares.toList();
            assertEquals(IntStream.range(0, all.size()).mapToObj(i -> i * i).toList(), all);
          }
        });
  }

  private static HostInfo host(ProcessPool pool, String name) {
    return pool.hosts().stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
  }

  private static long readyOn(ProcessPool pool, String host) {
    return pool.workers().stream()
        .filter(worker -> worker.host().equals(Optional.of(host)))
        .filter(w -> w.state() == WorkerState.IDLE || w.state() == WorkerState.BUSY)
        .count();
  }

  @Test
  void hostsAreAmongTheFiguresOfThePoolAndOfItsBean() throws Exception {
    hosts.down("k");
    ObjectName bean = new ObjectName("dev.procession:type=ProcessPool,name=hosts");
    try (ProcessPool pool =
        hosts.pool(hosts.cluster("2/j", "1/k")).name("hosts").registerMBeans(true).build()) {
      ProcessPoolMXBean figures =
          JMX.newMXBeanProxy(
              ManagementFactory.getPlatformMBeanServer(), bean, ProcessPoolMXBean.class);
      awaitAllIdle(pool, 2);

      assertEquals(pool.hosts(), pool.stats().hosts());
      ProcessPoolMXBean.Host there = figures.getHosts().get(0);
      assertEquals("j", there.getName());
      assertEquals(HostState.CONNECTED, there.getState());
      assertEquals(2, there.getSlots());
      assertEquals(2, there.getWorkers());
      assertEquals("", there.getTrouble());
      ProcessPoolMXBean.Host absent = figures.getHosts().get(1);
      assertEquals(HostState.CONNECTING, absent.getState());
      assertTrue(absent.getTrouble().contains("k is down"), absent.getTrouble());

      hosts.down("j");
      hosts.killNode("j");
      // Counted a moment after the host is seen to be lost.
      await().atMost(SOON).until(() -> figures.getHosts().get(0).getWorkersLost() == 2);
      assertEquals(HostState.LOST, figures.getHosts().get(0).getState());
      assertEquals(2, pool.stats().hosts().get(0).workersLost());
    }
  }

  @Test
  void aHostThatComesLateTakesItsShare() throws Exception {
    AtomicBoolean happened = new AtomicBoolean();
    hosts.down("k");
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/j", "1/k")).build()) {
      assertEquals(HostState.CONNECTING, host(pool, "k").state());
      CompletableFuture<Void> squares = squareUntil(pool, happened);
      await().atMost(SOON).until(() -> begunOn("j") >= 50);

      hosts.up("k");

      await().atMost(SOON).until(() -> begunOn("k") >= 50);
      happened.set(true);
      squares.get();
      assertEquals(HostState.CONNECTED, host(pool, "k").state());
      assertEquals(0, pool.stats().tasksFailed());
    }
  }

  @Test
  void hostsThatAreKilledAgainAndAgainCostNoResult() throws Exception {
    AtomicBoolean happened = new AtomicBoolean();
    try (ProcessPool pool = hosts.pool(hosts.cluster("2/a", "2/b")).hostRetries(100).build()) {
      CompletableFuture<Void> squares = squareUntil(pool, happened);
      for (int round = 0; round < 3; round++) {
        for (String name : List.of("a", "b")) {
          long begunBefore = begunOn(name);
          await()
              .atMost(SOON)
              .until(() -> begunOn(name) >= begunBefore + 20 && readyOn(pool, name) == 2);
          long lostBefore = host(pool, name).workersLost();

          hosts.killNode(name);

          await().atMost(SOON).until(() -> host(pool, name).workersLost() == lostBefore + 2);
        }
      }
      happened.set(true);
      squares.get();
      assertEquals(0, pool.stats().tasksFailed());
    }
    hosts.awaitNoProcess("a", SOON);
    hosts.awaitNoProcess("b", SOON);
  }

  @Test
  void aProgramThatWasSuspendedForTooLongEndsRight() throws Exception {
    try (Jvm program = Jvm.startMain(SuspendedProgram.class, folder.toString())) {
      program.awaitLines(5);
      String pid = Long.toString(program.pid());

      assertEquals(0, new ProcessBuilder("kill", "-STOP", pid).start().waitFor());
      hosts.awaitNoProcess("p", SOON);
      hosts.awaitNoProcess("q", SOON);
      assertEquals(0, new ProcessBuilder("kill", "-CONT", pid).start().waitFor());

      int sum = IntStream.range(0, SuspendedProgram.ITEMS).map(i -> i * i).sum();
      List<String> lines = program.end().expect(0).lines();
      assertEquals(SuspendedProgram.ITEMS + 1, lines.size());
      assertEquals(Integer.toString(sum), lines.get(lines.size() - 1));
    }
    hosts.awaitNoProcess("p", SOON);
    hosts.awaitNoProcess("q", SOON);
  }

  @Test
  void hostsMayHaveOtherVersionsOfJava() throws Exception {
    hosts.java("b", Needs.otherJdk());
    AtomicBoolean happened = new AtomicBoolean();
    Set<String> versions = new HashSet<>();
    try (ProcessPool pool = hosts.pool(hosts.cluster("1/a", "1/b")).build();
        Stream<String> run =
            pool.stream(
                i -> {
                  Thread.sleep(20);
                  return System.getProperty("java.specification.version");
                },
                IntStream.range(0, MANY).boxed().takeWhile(i -> !happened.get()))) {
      run.forEach(
          version -> {
            versions.add(version);
            happened.set(versions.size() == 2);
          });
    }
    assertEquals(
        Set.of(
            Jvm.feature(Jvm.ownHome()).orElseThrow(), Jvm.feature(Needs.otherJdk()).orElseThrow()),
        versions);
  }

  @Test
  void twoPoolsUseAHostWithoutHinderingEachOther() throws Exception {
    List<Integer> items = IntStream.range(0, 200).boxed().toList();
    List<Integer> squares = items.stream().map(i -> i * i).toList();
    try (ProcessPool one = hosts.pool(hosts.cluster("2/a")).build()) {
      CompletableFuture<List<Integer>> first;
      try (ProcessPool other = hosts.pool(hosts.cluster("2/a")).build()) {
        awaitAllIdle(one, 2);
        awaitAllIdle(other, 2);
        first = one.mapAsync(squareWithALine(), items);
        assertEquals(squares, other.map(squareWithALine(), items));
      }
      assertEquals(squares, first.get());
      assertEquals(0, one.stats().workersLost());
    }
    hosts.awaitNoProcess("a", SOON);
  }

  @Test
  void theProgramOfTheReadmePrintsTheSameOnHosts() throws Exception {
    String program =
        Documents.readme().blocks("java").stream()
            .filter(java -> java.contains("public class Demo "))
            .findFirst()
            .orElseThrow();
    String create = "ProcessPool.create(2)";
    String cluster =
        "ProcessPool.builder().cluster(dev.procession.cluster.Cluster.ssh(\"1/a\", \"1/b\")"
            + ".command(\"%s\")).build()".formatted(hosts.command());
    assertTrue(program.contains(create), program);

    Jvm.Ended here = run("here", program);
    Jvm.Ended there = run("there", program.replace(create, cluster));

    assertEquals(here.out(), there.out(), there::toString);
    hosts.awaitNoProcess("a", SOON);
  }

  private Jvm.Ended run(String name, String program) throws IOException {
    Path source = Files.createDirectories(folder.resolve(name)).resolve("Demo.java");
    Files.writeString(source, program);
    List<String> command =
        List.of(Jvm.java(Jvm.ownHome()), "-cp", Jvm.processionJar().toString(), source.toString());
    try (Jvm jvm = Jvm.start(folder, command)) {
      return jvm.end().expect(0);
    }
  }
}
