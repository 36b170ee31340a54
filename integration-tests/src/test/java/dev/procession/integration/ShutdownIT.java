package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a pool, asked for by anybody and at any moment. {@link NothingLeft} does the rest. */
final class ShutdownIT {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static ProcessPool pool(int workers) {
    return ProcessPool.builder().workers(workers).shutdownGrace(SHORT).build();
  }

  @Test
  void whatWaitsAtShutdownIsDone() throws Exception {
    ProcessPool pool = pool(2);
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, 50).mapToObj(i -> pool.submit(() -> i * 2)).toList();

    pool.shutdown();

    assertTrue(pool.isShutdown());
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
    for (int i = 0; i < futures.size(); i++) {
      assertEquals(2 * i, futures.get(i).join());
    }
  }

  @Test
  void awaitingTerminationOfRunningPoolTimesOut() throws Exception {
    try (ProcessPool pool = pool(1)) {
      assertFalse(pool.awaitTermination(10, TimeUnit.MILLISECONDS));
      assertFalse(pool.isTerminated());
    }
  }

  @Test
  void closeWithLimitEndsTaskThatSpins() {
    ProcessPool pool = pool(1);
    CompletableFuture<?> spinning = pool.submit(Victims::spinForever);

    pool.close(SHORT);

    assertTrue(pool.isTerminated());
    assertThrows(CancellationException.class, spinning::join);
  }

  @Tag("extended")
  @Test
  void closeTimeoutEndsTaskThatSpins() {
    ProcessPool pool = ProcessPool.builder().workers(1).closeTimeout(Duration.ZERO).build();
    CompletableFuture<?> spinning = pool.submit(Victims::spinForever);

    pool.close();

    assertTrue(pool.isTerminated());
    assertThrows(CancellationException.class, spinning::join);
  }

  @Tag("extended")
  @Test
  void shutdownTwiceInAllCombinationsIsHarmless() {
    ProcessPool pool = pool(1);
    pool.shutdown();
    pool.shutdown();
    pool.shutdownNow();
    pool.shutdownNow();
    pool.close();

    pool.shutdown();
    pool.shutdownNow();
    pool.close();

    assertTrue(pool.isTerminated());
  }

  @Test
  void shutdownNowDuringStartEndsEverything() throws Exception {
    for (int round = 0; round < 5; round++) {
      ProcessPool pool = pool(2);
      CompletableFuture<Integer> future = pool.submit(() -> 1);

      pool.shutdownNow();

      assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
      assertTrue(future.isDone() || future.isCompletedExceptionally());
    }
  }

  @Test
  void shutdownInRaceWithSubmitLosesNoTask() throws Exception {
    ProcessPool pool = pool(2);
    ConcurrentLinkedQueue<CompletableFuture<Integer>> accepted = new ConcurrentLinkedQueue<>();
    CountDownLatch rejected = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      new Thread(() -> submitUntilRejected(pool, accepted, rejected)).start();
    }
    await().until(() -> accepted.size() > 200);

    pool.shutdown();

    assertTrue(rejected.await(30, TimeUnit.SECONDS));
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
    for (CompletableFuture<Integer> future : accepted) {
      assertEquals(3, future.get(30, TimeUnit.SECONDS));
    }
  }

  private static void submitUntilRejected(
      ProcessPool pool,
      ConcurrentLinkedQueue<CompletableFuture<Integer>> accepted,
      CountDownLatch rejected) {
    try {
      while (true) {
        accepted.add(pool.submit(() -> 3));
      }
    } catch (RejectedExecutionException e) {
      rejected.countDown();
    }
  }

  @Tag("extended")
  @Test
  void poolMayBeClosedByTenThreadsAtOnce() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = pool(2);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndPass(4));
    gate.awaitAnnounced(1);
    List<Thread> closers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Runnable end = i % 3 == 0 ? pool::shutdown : pool::close;
      closers.add(new Thread(end));
    }

    closers.forEach(Thread::start);
    await().until(pool::isShutdown);
    gate.open();

    for (Thread closer : closers) {
      closer.join();
    }
    assertEquals(4, running.get());
    assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
  }

  @Test
  void stageOfFutureMayCloseThePool() throws Exception {
    ProcessPool pool = pool(2);
    List<CompletableFuture<Integer>> others = new ArrayList<>();
    CompletableFuture<Integer> first = pool.submit(() -> 1);
    CompletableFuture<Void> closed = first.thenAccept(value -> pool.close());
    for (int i = 0; i < 20; i++) {
      try {
        others.add(pool.submit(() -> 2));
      } catch (RejectedExecutionException e) {
        break;
      }
    }

    closed.get(60, TimeUnit.SECONDS);

    assertTrue(pool.isTerminated());
    for (CompletableFuture<Integer> other : others) {
      assertEquals(2, other.get(60, TimeUnit.SECONDS));
    }
  }

  @Tag("extended")
  @Test
  void progressConsumerMayCloseThePool() throws Exception {
    ProcessPool pool = pool(2);
    CountDownLatch closed = new CountDownLatch(1);
    List<Integer> items = IntStream.range(0, 200).boxed().toList();

    List<Integer> results =
        pool.map(
            x -> x,
            items,
            MapOptions.defaults()
                .onProgress(
                    progress -> {
                      pool.close();
                      closed.countDown();
                    }));

    assertEquals(items, results);
    assertTrue(closed.await(60, TimeUnit.SECONDS));
    assertTrue(pool.isTerminated());
  }

  @Tag("extended")
  @Test
  void outputConsumerMayCloseThePool() throws Exception {
    CompletableFuture<ProcessPool> self = new CompletableFuture<>();
    CountDownLatch closed = new CountDownLatch(1);
    ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .onOutput(
                (worker, stream, line) -> {
                  self.join().close();
                  closed.countDown();
                })
            .build();
    self.complete(pool);

    pool.submit(() -> System.out.println("enough"));

    assertTrue(closed.await(60, TimeUnit.SECONDS));
    assertTrue(pool.isTerminated());
  }

  @Test
  void workerKilledWhileThePoolClosesIsReplacedForWhatWaits() throws Exception {
    Gate gate = Gate.closed();
    ProcessPool pool = pool(1);
    CompletableFuture<Integer> running = pool.submit(() -> gate.announceAndSpin(1));
    gate.awaitAnnounced(1);
    CompletableFuture<Integer> waiting = pool.submit(() -> 2);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(pool::close);
    await().until(pool::isShutdown);

    Perils.signal("KILL", pool.workers().get(0).pid());

    closed.get(60, TimeUnit.SECONDS);
    assertInstanceOf(
        WorkerCrashedException.class,
        assertThrows(CompletionException.class, running::join).getCause());
    assertEquals(2, waiting.join());
  }

  @Tag("extended")
  @Test
  void shutdownHooksThatHaltOrHangDoNotHoldUpTheEnd() {
    for (Perils.Peril peril : List.of(Perils.Peril.HALT, Perils.Peril.HANG)) {
      ProcessPool pool =
          ProcessPool.builder()
              .workers(2)
              .shutdownGrace(SHORT)
              .initializer(() -> Runtime.getRuntime().addShutdownHook(new Thread(peril::strike)))
              .build();
      assertEquals(List.of(1), pool.map(x -> x, List.of(1)));

      pool.close();

      assertTrue(pool.isTerminated());
    }
  }

  @Test
  void halfReadStreamGivesWhatWasPulledAndThenSaysThatItEnded() {
    ProcessPool pool = pool(2);
    Stream<Integer> results = pool.stream(x -> x, Stream.iterate(0, n -> n + 1));
    Iterator<Integer> iterator = results.iterator();
    assertEquals(0, iterator.next());

    pool.close();

    assertThrows(
        CancellationException.class,
        () -> {
          for (int i = 1; ; i++) {
            assertEquals(i, iterator.next());
          }
        });
  }

  @Tag("extended")
  @Test
  void halfReadStreamSaysThatThePoolWasShutDownNow() {
    ProcessPool pool = pool(2);
    Stream<Integer> results = pool.stream(x -> x, Stream.iterate(0, n -> n + 1));
    Iterator<Integer> iterator = results.iterator();
    assertEquals(0, iterator.next());

    pool.shutdownNow();

    assertThrows(CancellationException.class, () -> iterator.forEachRemaining(value -> {}));
    pool.close();
  }

  @Test
  void resultsThatNobodyHasReadSurviveShutdownNow() {
    ProcessPool pool = pool(2);
    Stream<Integer> results = pool.stream(x -> x * 10, List.of(1, 2, 3));
    await().until(() -> pool.stats().tasksCompleted() == 3);
    pool.shutdown();
    await().until(pool::isTerminated);

    pool.shutdownNow();

    assertEquals(List.of(10, 20, 30), results.toList());
  }

  @Tag("extended")
  @Test
  void submitFromExitHookIsAnsweredOneWayOrTheOther() {
    try (Jvm program = Jvm.startMain(LateProgram.class)) {
      String line = program.end().expect(0).lines().get(0);

      assertTrue(line.equals("ran") || line.equals("rejected"), line);
    }
  }
}
