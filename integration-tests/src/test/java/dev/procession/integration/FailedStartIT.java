package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerStartException;
import dev.procession.task.SerializableCallable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that do not start, whatever the reason: few tries, one clear error for everybody. */
final class FailedStartIT {
  private static final int FEW = 12;

  @TempDir private Path home;

  @Test
  void whateverWaitsAndWhateverComesLaterGetsTheError() throws Exception {
    Gate gate = Gate.closed();
    Path java =
        FakeJava.running(
            home, "while [ ! -e '" + gate.folder() + "/open' ]; do sleep 0.05; done; exit 7");
    try (ProcessPool pool = ProcessPool.builder().workers(2).javaHome(java).build()) {
      List<CompletableFuture<?>> waiting = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int n = i;
        waiting.add(pool.submit(() -> n));
      }
      waiting.add(pool.mapAsync(x -> x, IntStream.range(0, 1000).boxed().toList()));
      Stream<Integer> stream = pool.stream(x -> x, Stream.iterate(0, n -> n + 1));
      Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> x, List.of(1, 2, 3));
      gate.open();

      waiting.forEach(FailedStartIT::assertNotStarted);
      assertThrows(WorkerStartException.class, stream::toList);
      assertThrows(WorkerStartException.class, outcomes::toList);

      assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));
      assertThrows(WorkerStartException.class, () -> pool.stream(x -> x, List.of(1)).toList());
      assertThrows(WorkerStartException.class, () -> pool.outcomes(x -> x, List.of(1)).toList());
      assertNotStarted(pool.submit(() -> 1));
      assertNotStarted(pool.mapAsync(x -> x, List.of(1)));
      List<SerializableCallable<Integer>> tasks = List.of(() -> 1, () -> 2);
      for (Future<Integer> future : pool.invokeAll(tasks)) {
        assertTrue(future.isDone());
        assertThrows(ExecutionException.class, future::get);
      }
      assertThrows(ExecutionException.class, () -> pool.invokeAny(tasks));
      assertTrue(pool.stats().workersStarted() <= 6, pool.stats().toString());
    }
  }

  private static void assertNotStarted(CompletableFuture<?> future) {
    CompletionException error = assertThrows(CompletionException.class, future::join);
    assertInstanceOf(WorkerStartException.class, error.getCause());
  }

  @Test
  void poolThatCouldNotStartRejectsWorkOnceItIsClosed() throws IOException {
    ProcessPool pool = pool("exit 7");
    assertThrows(WorkerStartException.class, () -> pool.map(x -> x, List.of(1)));

    pool.close();

    assertTrue(pool.isTerminated());
    assertThrows(RejectedExecutionException.class, () -> pool.submit(() -> 1));
    assertThrows(RejectedExecutionException.class, () -> pool.map(x -> x, List.of(1)));
  }

  @Test
  void programThatIsNoJavaSaysSo() throws IOException {
    Path java = FakeJava.withProgram(home, "#!/no/such/interpreter\n");
    try (ProcessPool pool = ProcessPool.builder().workers(2).javaHome(java).build()) {
      WorkerStartException error = startError(pool);

      assertTrue(error.stderrTail().contains(home + "/bin/java"), error.getMessage());
      assertTrue(error.exitCode().orElseThrow() >= 126, error.getMessage());
    }
  }

  @Test
  void exitBeforeTheFirstMessageIsReportedWithCodeAndStderr() throws IOException {
    try (ProcessPool pool = pool("echo 'no licence' >&2; exit 7")) {
      WorkerStartException error = startError(pool);

      assertEquals(7, error.exitCode().orElseThrow());
      assertEquals("no licence", error.stderrTail());
      assertTrue(error.getMessage().contains("no licence"), error.getMessage());
    }
  }

  @Tag("extended")
  @Test
  void exitAfterTheFirstWordIsReportedTheSameWay() throws IOException {
    try (ProcessPool pool = pool(FakeJava.preamble() + "; echo 'half way' >&2; exit 9")) {
      WorkerStartException error = startError(pool);

      assertEquals(9, error.exitCode().orElseThrow());
      assertEquals("half way", error.stderrTail());
    }
  }

  @Test
  void silenceBeforeTheFirstWordEndsWithTheStartTimeout() throws IOException {
    assertNotReady("exec sleep 60");
  }

  @Tag("extended")
  @Test
  void silenceAfterTheFirstWordEndsWithTheStartTimeout() throws IOException {
    assertNotReady(FakeJava.preamble() + "; exec sleep 60");
  }

  private void assertNotReady(String script) throws IOException {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .javaHome(FakeJava.running(home, script))
            .startTimeout(Duration.ofMillis(300))
            .build()) {
      WorkerStartException error = startError(pool);

      assertTrue(error.getMessage().contains("not ready within"), error.getMessage());
    }
  }

  @Test
  void endlessRubbishBeforeTheFirstWordIsQuoted() throws IOException {
    try (ProcessPool pool = pool("exec yes rubbish >&3")) {
      WorkerStartException error = startError(pool);

      assertTrue(error.getMessage().contains("rubbish"), error.getMessage());
    }
  }

  @Tag("extended")
  @Test
  void rubbishAfterTheFirstWordIsQuoted() throws IOException {
    try (ProcessPool pool = pool(FakeJava.preamble() + "; exec yes rubbish >&3")) {
      WorkerStartException error = startError(pool);

      assertTrue(error.getMessage().contains("rubbish"), error.getMessage());
    }
  }

  @Tag("extended")
  @Test
  void littleRubbishBeforeTheFirstWordDoesNotMatter() throws IOException {
    try (ProcessPool pool = pool("echo 'Picked up something' >&3; " + FakeJava.real())) {
      assertEquals(List.of(2), pool.map(x -> x + 1, List.of(1)));
    }
  }

  @Tag("extended")
  @Test
  void heapThatCannotBeHadIsTheSystemsAnswer() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).maxHeap("900t").jvmArgs("-Xms900t").build()) {
      WorkerStartException error = startError(pool);

      assertEquals(1, error.exitCode().orElseThrow());
      assertTrue(error.stderrTail().contains("heap"), error.getMessage());
    }
  }

  @Tag("extended")
  @Test
  void initializerThatHaltsIsReportedWithItsCode() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(2).initializer(Perils.Peril.HALT::strike).build()) {
      assertEquals(Perils.EXIT_CODE, startError(pool).exitCode().orElseThrow());
    }
  }

  @Test
  void refusalOfTheOperatingSystemIsTheCause() throws IOException {
    ProcessPool.Builder builder = ProcessPool.builder().workers(2).directory(home);
    Files.delete(home);
    try (ProcessPool pool = builder.build()) {
      WorkerStartException error = startError(pool);

      assertInstanceOf(IOException.class, error.getCause());
      assertTrue(error.getMessage().contains(home.toString()), error.getMessage());
      assertTrue(error.exitCode().isEmpty());
    }
  }

  @Test
  void poolWhoseStartsFailIsClosedInTheMiddle() throws IOException {
    ProcessPool pool = pool("sleep 0.1; exit 7");
    CompletableFuture<Integer> waiting = pool.submit(() -> 1);

    pool.close();

    assertTrue(pool.isTerminated());
    assertNotStarted(waiting);
  }

  private ProcessPool pool(String script) throws IOException {
    return ProcessPool.builder().workers(2).javaHome(FakeJava.running(home, script)).build();
  }

  private static WorkerStartException startError(ProcessPool pool) {
    CompletableFuture<Integer> waiting = pool.submit(() -> 1);
    ExecutionException error =
        assertThrows(ExecutionException.class, () -> waiting.get(60, TimeUnit.SECONDS));
    WorkerStartException cause = assertInstanceOf(WorkerStartException.class, error.getCause());
    assertFalse(cause.command().isEmpty());
    assertTrue(pool.stats().workersStarted() <= FEW, pool.stats().toString());
    return cause;
  }
}
