package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of input and of task that a program has at hand. */
@ExtendWith(SharedPool.class)
final class InputsIT {
  private static final List<Integer> SQUARES = List.of(1, 4, 9);

  @Test
  void arraysStreamsAndIteratorsAreMapped(ProcessPool pool) {
    AtomicBoolean closed = new AtomicBoolean();

    assertEquals(SQUARES, pool.map(x -> x * x, new Integer[] {1, 2, 3}));
    assertEquals(SQUARES, pool.map(x -> x * x, new int[] {1, 2, 3}));
    assertEquals(List.of(4L), pool.map(x -> x * x, new long[] {2}));
    assertEquals(List.of(0.25), pool.map(x -> x * x, new double[] {0.5}));
    assertEquals(SQUARES, pool.map(x -> x * x, Stream.of(1, 2, 3).onClose(() -> closed.set(true))));
    assertEquals(SQUARES, pool.map(x -> x * x, List.of(1, 2, 3).iterator()));
    assertEquals(SQUARES, pool.stream(x -> x * x, new Integer[] {1, 2, 3}).toList());
    assertEquals(SQUARES, pool.stream(x -> x * x, List.of(1, 2, 3).iterator()).toList());
    assertTrue(closed.get());
  }

  @Test
  void arraysOfPrimitivesTakeOptions(ProcessPool pool) {
    List<Long> done = new ArrayList<>();
    MapOptions options = MapOptions.defaults().onProgress(progress -> done.add(progress.done()));

    assertEquals(SQUARES, pool.map(x -> x * x, new int[] {1, 2, 3}, options));
    assertEquals(3, done.get(done.size() - 1));
    assertEquals(List.of(4L), pool.map(x -> x * x, new long[] {2}, options));
    assertEquals(List.of(0.25), pool.map(x -> x * x, new double[] {0.5}, options));
    assertEquals(1, done.get(done.size() - 1));
  }

  @Test
  void arraysStreamsAndIteratorsAreMappedAsynchronously(ProcessPool pool) {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Stream<Integer> closeable = Stream.of(1, 2, 3).onClose(() -> closed.complete(true));

    assertEquals(SQUARES, pool.mapAsync(x -> x * x, new Integer[] {1, 2, 3}).join());
    assertEquals(SQUARES, pool.mapAsync(x -> x * x, closeable).join());
    assertEquals(SQUARES, pool.mapAsync(x -> x * x, List.of(1, 2, 3).iterator()).join());
    // It is closed by a callback, which may come after whoever waits has been told.
    assertTrue(closed.orTimeout(60, TimeUnit.SECONDS).join());
  }

  @Test
  void outcomesAndActionsTakeWhatIsLeftOfAnIterator(ProcessPool pool, @TempDir Path folder)
      throws IOException {
    Iterator<Integer> items = List.of(7, 3, 0).iterator();
    items.next();
    Iterator<String> names = List.of("none", "made").iterator();
    names.next();

    List<Boolean> succeeded = pool.outcomes(x -> 6 / x, items).map(Outcome::isSuccess).toList();
    pool.forEach(name -> Files.createFile(Path.of(folder.toString(), name)), names);

    assertEquals(List.of(true, false), succeeded);
    try (Stream<Path> made = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("made")), made.toList());
    }
  }

  @Test
  void outcomesOfAStreamCloseItAndSayWhatFailed(ProcessPool pool) {
    AtomicBoolean closed = new AtomicBoolean();
    List<Outcome<Integer>> outcomes;
    try (Stream<Outcome<Integer>> stream =
        pool.outcomes(x -> 6 / x, Stream.of(3, 0).onClose(() -> closed.set(true)))) {
      outcomes = stream.toList();
    }

    assertTrue(closed.get());
    assertTrue(outcomes.get(0).failure().isEmpty());
    assertNull(outcomes.get(0).error());
    assertInstanceOf(TaskFailedException.class, outcomes.get(1).failure().orElseThrow());
    assertInstanceOf(TaskFailedException.class, outcomes.get(1).error());
    assertEquals(1, pool.outcomes(x -> x, new String[] {"a"}).count());
  }

  @Test
  void forEachActsOnEveryItem(ProcessPool pool, @TempDir Path folder) throws IOException {
    List<String> names = IntStream.range(0, 500).mapToObj(i -> "file" + i).toList();

    pool.forEach(name -> Files.createFile(Path.of(folder.toString(), name)), names);
    pool.forEach(
        name -> Files.delete(Path.of(folder.toString(), name)), names.subList(1, 500).stream());

    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("file0")), left.toList());
    }
    assertInstanceOf(
        NoSuchFileException.class,
        assertThrows(
                TaskFailedException.class,
                () -> pool.forEach(Files::delete, new Path[] {folder.resolve("none")}))
            .getCause());
  }

  @Test
  void forEachReportsProgressAndTakesOptions(ProcessPool pool) {
    List<Long> done = new ArrayList<>();

    pool.forEach(
        x -> {},
        List.of(1, 2, 3),
        MapOptions.defaults().onProgress(progress -> done.add(progress.done())));

    assertEquals(3, done.get(done.size() - 1));
  }

  @Test
  void forEachOfArraysAndStreamsTakesOptions(ProcessPool pool) {
    List<Long> done = new ArrayList<>();
    MapOptions options = MapOptions.defaults().onProgress(progress -> done.add(progress.done()));
    AtomicBoolean closed = new AtomicBoolean();

    pool.forEach(x -> {}, new Integer[] {1, 2, 3}, options);
    long ofArray = done.get(done.size() - 1);
    pool.forEach(x -> {}, Stream.of(1, 2).onClose(() -> closed.set(true)), options);
    long ofStream = done.get(done.size() - 1);

    assertEquals(List.of(3L, 2L), List.of(ofArray, ofStream));
    assertTrue(closed.get());
  }

  @Test
  void tasksWithoutResultMayThrowCheckedExceptions(ProcessPool pool) {
    ExecutionException failed =
        assertThrows(
            ExecutionException.class, () -> pool.submit(() -> Files.delete(Path.of("none"))).get());

    assertInstanceOf(NoSuchFileException.class, failed.getCause());
  }

  @Test
  void initializerMayThrowCheckedExceptions(@TempDir Path folder) {
    String made = folder.resolve("made").toString();
    try (ProcessPool one =
        ProcessPool.builder()
            .workers(1)
            .initializer(() -> Files.createDirectories(Path.of(made)))
            .build()) {
      one.submit(() -> 1).join();
    }

    assertTrue(Files.isDirectory(Path.of(made)));
  }

  @Test
  void severalPlainLambdasAreInvokedTogether(ProcessPool pool) throws Exception {
    List<Future<Integer>> ended = pool.invokeAll(List.of(() -> 1, () -> 2));
    int any = pool.invokeAny(List.of(() -> 3, () -> 3));

    assertEquals(1, ended.get(0).get());
    assertEquals(2, ended.get(1).get());
    assertEquals(3, any);

    List<Future<Integer>> timed = pool.invokeAll(List.of(() -> 4, () -> 5), 1, TimeUnit.DAYS);
    int anyInTime = pool.invokeAny(List.of(() -> 6, () -> 6), 1, TimeUnit.DAYS);

    assertEquals(4, timed.get(0).get());
    assertEquals(5, timed.get(1).get());
    assertEquals(6, anyInTime);
  }

  @Test
  void poolGrowsAndShrinks() {
    try (ProcessPool resized = ProcessPool.create(1)) {
      resized.resize(3);
      List<Integer> ids =
          resized.map(x -> x + 1, IntStream.range(0, 300).boxed().toList()).subList(0, 3);
      assertEquals(List.of(1, 2, 3), ids);
      assertEquals(3, resized.workers().size());

      resized.resize(1);
      org.awaitility.Awaitility.await()
          .untilAsserted(() -> assertEquals(1, resized.workers().size()));
      assertEquals(SQUARES, resized.map(x -> x * x, List.of(1, 2, 3)));
      assertEquals(303, resized.stats().tasksCompleted());
      assertThrows(IllegalArgumentException.class, () -> resized.resize(0));
    }
  }
}
