package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder sets, seen from inside a worker. */
final class SettingsIT {
  private static final long MIB = 1 << 20;

  /** The 19th field of a process's state, which begins after the name in parentheses. */
  private static int niceness(Path stat) throws IOException {
    String text = Files.readString(stat);
    return Integer.parseInt(text.substring(text.lastIndexOf(')') + 2).split(" ", 18)[16]);
  }

  @Test
  void nicenessIsAddedToThatOfTheProgram() throws Exception {
    Path self = Path.of("/proc/self/stat");
    Needs.that(Files.exists(self), "/proc, to tell the priority");
    int expected = Math.min(19, niceness(self) + 5);

    try (ProcessPool pool = ProcessPool.builder().workers(1).niceness(5).build()) {
      assertEquals(expected, pool.submit(() -> niceness(Path.of("/proc/self/stat"))).get());
    }
  }

  @Test
  void jvmArgumentsHeapDirectoryAndEnvironmentReachTheWorker(@TempDir Path folder)
      throws IOException {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .jvmArgs("-Dcolour=light blue", "-Xss2m")
            .maxHeap("80m")
            .directory(folder)
            .environment(Map.of("PROCESSION_IT", "a b\"c"))
            .build()) {
      List<String> seen =
          pool.map(
              Victims::lookUp, List.of("property:colour", "env:PROCESSION_IT", "env:PATH", "cwd"));
      long heap = pool.map(x -> Runtime.getRuntime().maxMemory(), List.of(1)).get(0);

      assertEquals("light blue", seen.get(0));
      assertEquals("a b\"c", seen.get(1));
      assertEquals(System.getenv("PATH"), seen.get(2));
      assertEquals(folder.toRealPath(), Path.of(seen.get(3)).toRealPath());
      assertTrue(heap > 60 * MIB && heap <= 80 * MIB, "heap is " + heap);
    }
  }

  @Test
  void environmentMayBeNotInherited() {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .inheritEnvironment(false)
            .environment(Map.of("ONLY", "this"))
            .build()) {
      List<String> seen = pool.map(Victims::lookUp, List.of("env:ONLY", "env:HOME"));

      assertEquals("this", seen.get(0));
      assertNull(seen.get(1));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void textIsUtf8InWorkers() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).build()) {
      assertEquals(List.of("UTF-8"), pool.map(Victims::lookUp, List.of("property:file.encoding")));
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void workersMayRunOnAnotherJdk() {
    Path other = Needs.otherJdk();
    String feature = Jvm.feature(other).orElseThrow();
    try (ProcessPool pool = ProcessPool.builder().workers(2).javaHome(other).build()) {
      int factor = 3;

      assertEquals(
          List.of(Integer.parseInt(feature)),
          pool.map(x -> Runtime.version().feature(), List.of(1)));
      assertEquals(List.of(3, 6), pool.map(x -> x * factor, List.of(1, 2)));
      assertEquals(
          List.of(new MapIT.Point(2, List.of("a"))),
          pool.map(p -> new MapIT.Point(2, p.names()), List.of(new MapIT.Point(1, List.of("a")))));
    }
  }

  @Test
  void classPathIsTheWorkersOwn(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("some thing.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("only/here.txt"));
      out.write("found".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    try (ProcessPool pool = ProcessPool.builder().workers(1).classPath(jar).build()) {
      // The task's own class is fetched: it is not in that jar.
      assertEquals(List.of("found"), pool.map(Victims::lookUp, List.of("resource:/only/here.txt")));
      String classPath = pool.map(Victims::lookUp, List.of("property:java.class.path")).get(0);
      assertTrue(classPath.contains(jar.toString()), classPath);
      assertFalse(classPath.contains("test-classes"), classPath);
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void lambdasRecordsAndExceptionsWorkWhenTheirClassesAreFetched(@TempDir Path folder) {
    try (ProcessPool pool = ProcessPool.builder().workers(2).classPath(folder).build()) {
      List<MapIT.Point> points =
          pool.map(x -> new MapIT.Point(x, List.of("p" + x)), List.of(1, 2, 3));

      assertEquals(new MapIT.Point(3, List.of("p3")), points.get(2));
      assertEquals(
          Victims.Refused.class,
          assertThrows(RuntimeException.class, () -> pool.map(Victims::refuse, List.of(1)))
              .getCause()
              .getClass());
    }
  }

  @Test
  void unknownJvmArgumentIsQuotedFromStderr() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).jvmArgs("-XX:+NoSuchFlagAtAll").build()) {
      WorkerStartException error =
          assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));

      assertTrue(error.stderrTail().contains("NoSuchFlagAtAll"), error.stderrTail());
      assertTrue(error.getMessage().contains("NoSuchFlagAtAll"), error.getMessage());
      assertEquals(1, error.exitCode().orElseThrow());
      assertFalse(error.command().isEmpty());
      assertTrue(pool.stats().workersStarted() < 20, pool.stats().toString());
    }
  }

  @Test
  void workerThatIsNotReadyInTimeIsFailedStart() {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .startTimeout(Duration.ofMillis(50))
            .initializer(Victims::spinForever)
            .build()) {
      WorkerStartException error =
          assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));

      assertTrue(
          error.getMessage().contains("not ready within the start timeout of 0.05 s"),
          error.getMessage());
    }
  }
}
