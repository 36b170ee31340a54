package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerOutput;
import dev.procession.integration.Troublemakers.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that tasks start end with their worker, however that ends. */
final class OrphansIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Each look is at all processes of the machine. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration GRACE = Duration.ofMillis(200);

  /** How long they sleep: by this number, which nobody else has, they are found. */
  private final String seconds = "100." + System.nanoTime();

  @BeforeEach
  void needsProc() {
    Needs.that(Files.exists(Path.of("/proc/self/environ")), "/proc, to find orphans");
  }

  @AfterEach
  void endThem() {
    sleepers().forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @EnumSource
  void endWithWorkerThatIsKilled(Shell shell) {
    try (ProcessPool pool = pool()) {
      CompletableFuture<?> future = startAndSpin(pool, shell);

      ProcessHandle.of(pool.workers().get(0).pid()).ifPresent(ProcessHandle::destroyForcibly);

      assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));
      assertGoneSoon();
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource
  void endWithWorkerThatHalts(Shell shell) {
    try (ProcessPool pool = pool()) {
      String forSeconds = seconds;
      pool.submit(() -> Troublemakers.startSleepers(forSeconds, shell)).join();
      awaitSleepers();

      CompletableFuture<?> future = pool.submit(() -> Runtime.getRuntime().halt(7));

      assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));
      assertGoneSoon();
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource
  void endWithWorkerWhoseTaskTimesOut(Shell shell) {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(GRACE)
            .taskTimeout(Duration.ofSeconds(3))
            .build()) {
      CompletableFuture<?> future = startAndSpin(pool, shell);

      assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));
      assertGoneSoon();
    }
  }

  @Tag("extended")
  @ParameterizedTest
  @EnumSource
  void endWithWorkerWhoseTaskIsCancelled(Shell shell) {
    try (ProcessPool pool = pool()) {
      CompletableFuture<?> future = startAndSpin(pool, shell);

      assertTrue(future.cancel(true));

      assertGoneSoon();
    }
  }

  @ParameterizedTest
  @EnumSource
  void areGoneOnceThePoolIsClosed(Shell shell) {
    try (ProcessPool pool = pool()) {
      String forSeconds = seconds;
      pool.submit(() -> Troublemakers.startSleepers(forSeconds, shell)).join();
      awaitSleepers();
    }

    assertEquals(0, sleepers().count());
  }

  @ParameterizedTest
  @EnumSource
  void endWithCoordinatorThatIsKilled(Shell shell) {
    try (Jvm coordinator = Jvm.startMain(Troublemakers.Starting.class, seconds, shell.toString())) {
      awaitSleepers();

      coordinator.kill();

      assertGoneSoon();
    }
  }

  @Tag("extended")
  @Test
  void noneEscapesThatIsStartedWhileItsWorkerIsKilled() {
    try (ProcessPool pool = pool()) {
      String forSeconds = seconds;
      CompletableFuture<?> future =
          pool.submit(() -> Troublemakers.startSleepersOnAndOn(forSeconds));
      awaitSleepers();

      assertTrue(future.cancel(true));

      await().until(() -> pool.stats().workersLost() == 1);
      assertGoneSoon();
    }
  }

  @Test
  void loseNoLineOfTheWorkerWhoseStreamsTheyHold() {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    WorkerOutput collect = (worker, stream, line) -> lines.add(line);
    String forSeconds = seconds;
    try (ProcessPool pool = ProcessPool.builder().workers(1).onOutput(collect).build()) {
      CompletableFuture<?> future =
          pool.submit(
              () -> {
                Troublemakers.startSleepers(forSeconds, Shell.GOES);
                IntStream.range(0, 500).forEach(System.out::println);
                Runtime.getRuntime().halt(7);
              });

      ExecutionException error =
          assertThrows(ExecutionException.class, () -> future.get(40, TimeUnit.SECONDS));

      WorkerCrashedException crash = (WorkerCrashedException) error.getCause();
      assertTrue(crash.stderrTail().endsWith("\n499"), crash.stderrTail());
    }
    assertEquals(IntStream.range(0, 500).mapToObj(Integer::toString).toList(), List.copyOf(lines));
  }

  private static ProcessPool pool() {
    return ProcessPool.builder().workers(1).shutdownGrace(GRACE).build();
  }

  private CompletableFuture<?> startAndSpin(ProcessPool pool, Shell shell) {
    String forSeconds = seconds;
    CompletableFuture<?> future =
        pool.submit(
            () -> {
              Troublemakers.startSleepers(forSeconds, shell);
              Victims.spinForever();
              return 1;
            });
    awaitSleepers();
    return future;
  }

  private void awaitSleepers() {
    await().pollInterval(POLL).atMost(Duration.ofSeconds(40)).until(() -> sleepers().count() >= 2);
  }

  private void assertGoneSoon() {
    await().pollInterval(POLL).atMost(SOON).until(() -> sleepers().count() == 0);
  }

  /** Those that have ended have no arguments any more. */
  private Stream<ProcessHandle> sleepers() {
    return ProcessHandle.allProcesses().filter(this::isSleeper);
  }

  private boolean isSleeper(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(seconds))
        .orElse(false);
  }
}
