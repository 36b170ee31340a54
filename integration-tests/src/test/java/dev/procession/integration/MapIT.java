package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code map} and {@code mapAsync} with inputs and results of all kinds. */
@ExtendWith(SharedPool.class)
final class MapIT {
  private static final MapOptions DEFAULTS = MapOptions.defaults();

  record Point(int x, List<String> names) {}

  @Test
  void resultsAreInInputOrder(ProcessPool pool) {
    List<Integer> items = IntStream.range(0, 10_000).boxed().toList();

    List<Integer> results = pool.map(x -> x * x, items);

    assertEquals(items.stream().map(x -> x * x).toList(), results);
  }

  @Test
  void resultsBelongToTheCallerWhoMayChangeThemAndSendThemAgain(ProcessPool pool) {
    List<Integer> results = pool.map(x -> -x, IntStream.range(0, 20_000).boxed().toList());

    results.sort(null);
    results.add(1);
    assertEquals(-19_999, results.remove(0));

    List<Class<?>> received = pool.map(List::getClass, List.of(results));
    assertEquals(List.of(ArrayList.class), received);
    assertEquals(List.of(results), pool.map(list -> list, List.of(results)));
  }

  @Test
  void emptyInputGivesEmptyList(ProcessPool pool) {
    assertEquals(List.of(), pool.map(x -> x, List.of()));
  }

  @Test
  void emptyInputWithChunkSizeGivesEmptyList(ProcessPool pool) {
    assertEquals(List.of(), pool.map(x -> x, List.of(), DEFAULTS.chunkSize(7)));
  }

  @Test
  void emptyInputGivesEmptyListLater(ProcessPool pool) throws Exception {
    assertEquals(List.of(), pool.mapAsync(x -> x, List.of()).get(30, TimeUnit.SECONDS));
  }

  @Test
  void twoInputsAreZippedToTheShorter(ProcessPool pool) {
    assertEquals(
        List.of("1a", "2b"), pool.map((n, s) -> n + s, List.of(1, 2, 3), List.of("a", "b")));
  }

  @Test
  void secondOfTwoInputsMayBeTheLonger(ProcessPool pool) {
    assertEquals(
        List.of(12, 24), pool.map((Integer a, Integer b) -> a + b, List.of(1, 2), counting(11)));
  }

  @Test
  void twoInputsOfWhichOneIsEmptyGiveNothing(ProcessPool pool) {
    assertEquals(List.of(), pool.map((a, b) -> a, List.of(1), List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 40, 50})
  void chunkSizeDoesNotChangeTheResults(int chunkSize, ProcessPool pool) {
    List<Integer> items = IntStream.range(0, 40).boxed().toList();

    List<Integer> results = pool.map(x -> x + 1, items, DEFAULTS.chunkSize(chunkSize));

    assertEquals(IntStream.rangeClosed(1, 40).boxed().toList(), results);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void chunkSizeBelowOneIsRefused(int chunkSize) {
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.chunkSize(chunkSize));
  }

  @Test
  void unorderedResultsAreTheSameOnes(ProcessPool pool) {
    List<Integer> items = IntStream.range(0, 2_000).boxed().toList();

    List<Integer> results = pool.map(x -> x * 3, items, DEFAULTS.unordered());

    assertEquals(items.stream().map(x -> x * 3).toList(), results.stream().sorted().toList());
  }

  @Test
  void unorderedResultsDoNotWaitForASlowItem(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    MapOptions options = DEFAULTS.unordered().chunkSize(1);
    try (var results = pool.stream(gate::passUnlessZero, List.of(0, 1, 2, 3), options)) {
      var iterator = results.iterator();
      List<Integer> early = List.of(iterator.next(), iterator.next(), iterator.next());
      gate.open();

      assertEquals(List.of(1, 2, 3), early.stream().sorted().toList());
      assertEquals(0, iterator.next());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 65_535, 65_536, 65_537, 5 << 20})
  void payloadsOfAnySizeArriveIntactBothWays(int size, ProcessPool pool) {
    List<byte[]> items = List.of(Victims.pattern(size), Victims.pattern(size));

    List<byte[]> results = pool.map(Victims::reversed, items);

    assertEquals(2, results.size());
    results.forEach(result -> assertEquals(-1, mismatch(items.get(0), result)));
  }

  @Tag("extended")
  @Test
  void hundredMegabytesArriveIntact(ProcessPool pool) {
    byte[] item = Victims.pattern(100 << 20);

    byte[] result = pool.map(Victims::reversed, List.of(item)).get(0);

    assertEquals(-1, mismatch(item, result));
  }

  @ParameterizedTest
  @ValueSource(ints = {4095, 4096, 4097, 65_535, 65_536, 65_537})
  void textsOfAnySizeArriveIntact(int size, ProcessPool pool) {
    String item = "é".repeat(size);

    assertEquals(List.of(item + "!"), pool.map(text -> text + "!", List.of(item)));
  }

  @Test
  void nullsAreItemsAndResults(ProcessPool pool) {
    List<String> items = Arrays.asList("a", null, "b");

    assertEquals(Arrays.asList(null, "was null", null), pool.map(Victims::swapNull, items));
  }

  @Test
  void recordsTravelBothWays(ProcessPool pool) {
    List<Point> items = List.of(new Point(1, List.of("a")), new Point(2, List.of()));

    List<Point> results = pool.map(p -> new Point(p.x() + 1, List.of("was " + p.x())), items);

    assertEquals(List.of(new Point(2, List.of("was 1")), new Point(3, List.of("was 2"))), results);
  }

  @Test
  void capturedObjectsTravelWithTheFunction(ProcessPool pool) {
    List<Integer> table = List.of(10, 20, 30);

    assertEquals(List.of(30, 10), pool.map(table::get, List.of(2, 0)));
    assertEquals(List.of(11, 21), pool.map(i -> table.get(i) + 1, List.of(0, 1)));
  }

  @Test
  void inputThatIsNoCollectionIsRead(ProcessPool pool) {
    Iterable<Long> items = () -> LongStream.range(0, 500).iterator();

    assertEquals(LongStream.range(1, 501).boxed().toList(), pool.map(x -> x + 1, items));
  }

  @Test
  void exceptionThatIsReturnedIsAValue(ProcessPool pool) {
    List<Exception> results = pool.map(x -> new IllegalStateException("value " + x), List.of(1, 2));

    assertEquals("value 2", results.get(1).getMessage());
  }

  @Test
  void nullFunctionAndNullInputAreRefused(ProcessPool pool) {
    assertThrows(
        NullPointerException.class, () -> pool.map(Objects::toString, (Iterable<String>) null));
    assertThrows(NullPointerException.class, () -> pool.map(x -> x, List.of(1), (MapOptions) null));
  }

  @Test
  void firstFailureEndsTheMapAndCancelsTheRest(ProcessPool pool) {
    Iterable<Integer> endless = counting(0);

    TaskFailedException error =
        assertThrows(TaskFailedException.class, () -> pool.map(Victims::failOnSeven, endless));

    assertEquals(7, error.index().orElseThrow());
  }

  @Test
  void mapAsyncCompletesWithTheResults(ProcessPool pool) throws Exception {
    CompletableFuture<List<Integer>> future = pool.mapAsync(x -> -x, List.of(1, 2, 3));

    assertEquals(List.of(-1, -2, -3), future.get(30, TimeUnit.SECONDS));
  }

  @Test
  void cancelledMapAsyncStopsItsWork(ProcessPool pool) throws Exception {
    Gate gate = Gate.closed();
    CompletableFuture<List<Integer>> future =
        pool.mapAsync(gate::announceAndSpin, List.of(0, 1), DEFAULTS.chunkSize(1));
    gate.awaitAnnounced(2);

    future.cancel(true);

    assertThrows(CancellationException.class, future::join);
    assertEquals(List.of(5, 6), pool.map(x -> x + 5, List.of(0, 1)));
  }

  @Test
  void twoMapsAtATimeShareThePool(ProcessPool pool) throws Exception {
    List<Integer> items = IntStream.range(0, 3_000).boxed().toList();
    List<CompletableFuture<List<Integer>>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int add = i;
      futures.add(pool.mapAsync(x -> x + add, items));
    }

    for (int i = 0; i < futures.size(); i++) {
      assertEquals(i + 2_999, futures.get(i).get(60, TimeUnit.SECONDS).get(2_999));
    }
  }

  private static int mismatch(byte[] expectedReversed, byte[] actual) {
    Supplier<byte[]> expected = () -> Victims.reversed(expectedReversed);
    return Arrays.mismatch(expected.get(), actual);
  }

  private static Iterable<Integer> counting(int step) {
    return () -> IntStream.iterate(step, n -> n + Math.max(1, step)).iterator();
  }
}
