package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code stream}: lazy, bounded, in order. */
@ExtendWith(SharedPool.class)
final class StreamIT {
  private static final MapOptions DEFAULTS = MapOptions.defaults();
  private static final int WINDOW = 16;

  /** An endless input that counts what is pulled from it. */
  private static final class Endless implements Iterable<Integer> {
    final AtomicInteger pulled = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return Stream.generate(pulled::getAndIncrement).iterator();
    }
  }

  /** An input that gives a few items and then does something else. */
  private record Failing(int items, Runnable then) implements Iterable<Integer> {
    @Override
    public Iterator<Integer> iterator() {
      AtomicInteger next = new AtomicInteger();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public Integer next() {
          if (next.get() >= items) {
            then.run();
          }
          return next.getAndIncrement();
        }
      };
    }
  }

  @Test
  void resultsOfLongStreamAreInInputOrder(ProcessPool pool) {
    try (Stream<Integer> results = pool.stream(x -> x + 1, IntStream.range(0, 100_000).boxed())) {
      Iterator<Integer> iterator = results.iterator();
      for (int i = 1; i <= 100_000; i++) {
        assertEquals(i, iterator.next());
      }
      assertFalse(iterator.hasNext());
    }
  }

  @Test
  void endOfStreamStaysTheEnd(ProcessPool pool) {
    try (Stream<Integer> results = pool.stream(x -> x, List.of(1))) {
      Iterator<Integer> iterator = results.iterator();
      iterator.next();

      assertFalse(iterator.hasNext());
      assertFalse(iterator.hasNext());
      assertThrows(NoSuchElementException.class, iterator::next);
    }
  }

  @Test
  void emptyInputGivesEmptyStream(ProcessPool pool) {
    try (Stream<Integer> results = pool.stream(x -> 1, Stream.empty())) {
      assertEquals(List.of(), results.toList());
    }
  }

  @Test
  void noMoreThanTheWindowIsPulledBeyondTheLimit(ProcessPool pool) {
    Endless items = new Endless();

    try (Stream<Integer> results = pool.stream(x -> x * 2, items, DEFAULTS.window(WINDOW))) {
      assertEquals(198, results.limit(100).toList().get(99));
    }

    assertTrue(items.pulled.get() <= 100 + WINDOW, "pulled " + items.pulled);
  }

  @Test
  void limitOverEndlessStreamEndsWithTheAutomaticWindow(ProcessPool pool) {
    try (Stream<Integer> results = pool.stream(x -> x, Stream.iterate(0, n -> n + 1))) {
      assertEquals(100, results.limit(100).count());
    }
  }

  @Test
  void consumerThatStopsReadingStopsTheSource(ProcessPool pool) {
    Endless items = new Endless();
    try (Stream<Integer> results = pool.stream(x -> x, items, DEFAULTS.window(WINDOW))) {
      Iterator<Integer> iterator = results.iterator();
      iterator.next();
      await().until(() -> items.pulled.get() >= WINDOW);
      List<Integer> meanwhile = pool.map(x -> x * 2, IntStream.range(0, 1000).boxed().toList());

      assertEquals(1998, meanwhile.get(999));
      assertTrue(items.pulled.get() <= 1 + WINDOW, "pulled " + items.pulled);
      assertEquals(1, iterator.next());
    }
  }

  @Test
  void closedStreamPullsNoMore(ProcessPool pool) {
    Endless items = new Endless();
    Stream<Integer> results = pool.stream(x -> x, items, DEFAULTS.window(WINDOW));
    results.iterator().next();

    results.close();

    // The feeder leaves once its iterator has returned; another map shows that time has passed.
    pool.map(x -> x, List.of(1, 2, 3));
    assertTrue(items.pulled.get() <= 1 + WINDOW, "pulled " + items.pulled);
  }

  @Test
  void closingTheResultsClosesTheInput(ProcessPool pool) {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<Integer> items = Stream.of(1, 2, 3).onClose(() -> closed.set(true));

    pool.stream(x -> x, items).close();

    assertTrue(closed.get());
  }

  @Test
  void sourceThatThrowsBeforeItsFirstItemIsReportedEachTime(ProcessPool pool) {
    IllegalStateException broken = new IllegalStateException("broken source");
    Iterable<Integer> items =
        new Failing(
            0,
            () -> {
              throw broken;
            });

    for (int i = 0; i < 2; i++) {
      assertSame(broken, assertThrows(IllegalStateException.class, () -> pool.map(x -> x, items)));
      try (Stream<Integer> results = pool.stream(x -> x, items)) {
        assertSame(broken, assertThrows(IllegalStateException.class, results::toList));
      }
      try (var results = pool.outcomes(x -> x, items)) {
        assertSame(broken, assertThrows(IllegalStateException.class, results::toList));
      }
    }
  }

  @Test
  void outcomesNameTheirItemsInWhateverOrderTheyCome(ProcessPool pool) {
    Thread unsendable = new Thread();
    List<Object> items = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());
    items.set(500, unsendable);
    items.set(600, null);
    MapOptions unordered = MapOptions.defaults().unordered();

    for (MapOptions options : List.of(MapOptions.defaults(), unordered)) {
      try (var outcomes = pool.outcomes(Objects::requireNonNull, items, options)) {
        List<? extends Outcome<?>> all = outcomes.toList();

        assertEquals(items.size(), all.size());
        all.forEach(outcome -> assertSame(items.get((int) outcome.index()), outcome.item()));
        assertEquals(2, all.stream().filter(outcome -> !outcome.isSuccess()).count());
      }
    }
  }

  @Test
  void sourceWhoseIteratorCannotBeMadeIsReported(ProcessPool pool) {
    Iterable<Integer> items =
        () -> {
          throw new IllegalStateException("no iterator");
        };

    assertThrows(IllegalStateException.class, () -> pool.map(x -> x, items));
    assertThrows(IllegalStateException.class, () -> pool.stream(x -> x, items).toList());
  }

  @Test
  void resultsBeforeTheSourceThrewAreDelivered(ProcessPool pool) {
    Iterable<Integer> items =
        new Failing(
            5,
            () -> {
              throw new IllegalStateException("broken later");
            });

    try (Stream<Integer> results = pool.stream(x -> x * 10, items)) {
      Iterator<Integer> iterator = results.iterator();
      for (int i = 0; i < 5; i++) {
        assertEquals(i * 10, iterator.next());
      }
      assertThrows(IllegalStateException.class, iterator::hasNext);
    }
  }

  @Test
  void resultsAreDeliveredWhileTheSourceBlocks(ProcessPool pool) {
    CountDownLatch release = new CountDownLatch(1);
    Iterable<Integer> items = new Failing(3, () -> awaitLatch(release));

    try (Stream<Integer> results = pool.stream(x -> x * 10, items, DEFAULTS.window(WINDOW))) {
      Iterator<Integer> iterator = results.iterator();
      for (int i = 0; i < 3; i++) {
        assertEquals(i * 10, iterator.next());
      }
      release.countDown();
      assertEquals(30, iterator.next());
    }
  }

  @Test
  void closeDoesNotWaitForBlockedSource(ProcessPool pool) {
    CountDownLatch release = new CountDownLatch(1);
    Stream<Integer> results =
        pool.stream(x -> x, new Failing(1, () -> awaitLatch(release)), DEFAULTS.window(WINDOW));
    assertEquals(0, results.iterator().next());

    results.close();

    assertEquals(List.of(3), pool.map(x -> x, List.of(3)));
    release.countDown();
  }

  @Test
  void streamsReadInTurnsAreBothInOrder(ProcessPool pool) {
    try (Stream<Integer> left = pool.stream(x -> x, new Endless());
        Stream<Integer> right = pool.stream(x -> -x, new Endless())) {
      Iterator<Integer> lefts = left.iterator();
      Iterator<Integer> rights = right.iterator();
      for (int i = 0; i < 2_000; i++) {
        assertEquals(i, lefts.next());
        assertEquals(-i, rights.next());
      }
    }
  }

  @Test
  void slowFirstItemHoldsBackTheWindowOnly(ProcessPool pool) {
    Gate gate = Gate.closed();
    Endless items = new Endless();
    MapOptions options = DEFAULTS.chunkSize(1).window(WINDOW);
    try (Stream<Integer> results = pool.stream(gate::passUnlessZero, items, options)) {
      Iterator<Integer> iterator = results.iterator();
      gate.awaitAnnounced(1);
      await().until(() -> items.pulled.get() == WINDOW);
      gate.open();

      for (int i = 0; i < 3 * WINDOW; i++) {
        assertEquals(i, iterator.next());
      }
    }
  }

  @Test
  void readerOfFullStreamMayLeaveItUnclosed() {
    try (ProcessPool pool = ProcessPool.create(1)) {
      assertEquals(3, pool.stream(x -> x, new Endless()).limit(3).count());
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
