package dev.procession;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What callers write compiles as they write it: without casts and without ambiguity. */
class LambdaInferenceTest {
  private static final List<Integer> NUMBERS = List.of(1, 2, 3);

  @Test
  void plainLambdasAndMethodReferencesCompile() {
    // The compiler has shown the claim before this line runs.
    List<Consumer<ProcessPool>> written =
        List.of(
            LambdaInferenceTest::maps,
            LambdaInferenceTest::streams,
            LambdaInferenceTest::submits,
            pool -> assertDoesNotThrow(() -> together(pool)));

    assertEquals(4, written.size());
  }

  private static void maps(ProcessPool pool) {
    List<Integer> squares = pool.map(x -> x * x, NUMBERS);
    List<Integer> inlined = pool.map(x -> x * x, List.of(1, 2, 3));
    List<Long> widened = pool.map(x -> (long) x, NUMBERS);
    List<Number> numbers = pool.map(x -> x, NUMBERS);
    List<String> words = pool.map(String::toUpperCase, List.of("a", "b"));
    List<Integer> lengths = pool.map(String::length, Set.of("a", "b"));
    List<Integer> parsed = pool.map(Integer::parseInt, List.of("1", "2"));
    List<Integer> ofPrimitives = pool.map(LambdaInferenceTest::square, NUMBERS);
    List<String> ofObjects = pool.map(LambdaInferenceTest::describe, NUMBERS);
    List<Long> checked = pool.map(Files::size, List.of(Path.of("a")));
    List<Long> checkedBlock =
        pool.map(
            path -> {
              if (path.getNameCount() > 3) {
                throw new IOException("too deep");
              }
              return Files.size(path);
            },
            List.of(Path.of("a")));
    List<int[]> arrays = pool.map(n -> new int[n], NUMBERS);
    List<StringBuilder> made = pool.map(StringBuilder::new, List.of("a"));
    List<Object> objects = pool.map(Object::toString, List.<Object>of("a", 1));
    SerializableFunction<Object, String> general = LambdaInferenceTest::describe;
    List<CharSequence> wide = pool.map(general, NUMBERS);
    List<Integer> mixed = pool.map(entry -> entry.getValue(), Map.of("a", 1).entrySet());
    List<Integer> withOptions = pool.map(x -> x + 1, NUMBERS, MapOptions.defaults().unordered());
    Collection<? extends Number> captured = NUMBERS;
    List<Double> doubles = pool.map(n -> n.doubleValue(), captured);
    List<Integer> sums = pool.map((a, b) -> a + b, NUMBERS, NUMBERS);
    List<Integer> sumsByReference = pool.map(Integer::sum, NUMBERS, NUMBERS);
    List<String> joined = pool.map((word, n) -> word.repeat(n), List.of("a", "b"), NUMBERS);
    List<Integer> sumsWithOptions =
        pool.map((a, b) -> a + b, NUMBERS, NUMBERS, MapOptions.defaults().chunkSize(2));
    for (int square : pool.map(x -> x * x, NUMBERS)) {
      use(square);
    }
    int total = pool.map(x -> x * x, NUMBERS).stream().mapToInt(Integer::intValue).sum();
    var inferred = pool.map(x -> "n" + x, NUMBERS);
    use(inferred.get(0).length());
    use(
        squares,
        inlined,
        widened,
        numbers,
        words,
        lengths,
        parsed,
        ofPrimitives,
        ofObjects,
        checked,
        checkedBlock,
        arrays,
        made,
        objects,
        wide,
        mixed,
        withOptions,
        doubles,
        sums,
        sumsByReference,
        joined,
        sumsWithOptions,
        total);
  }

  private static void streams(ProcessPool pool) {
    CompletableFuture<List<Integer>> future = pool.mapAsync(x -> x * x, NUMBERS);
    Stream<Integer> lazy = pool.stream(x -> x * x, NUMBERS);
    Stream<Integer> endless = pool.stream(x -> x * x, Stream.iterate(1, n -> n + 1)).limit(10);
    Stream<String> boxed = pool.stream(n -> "n" + n, IntStream.range(0, 9).boxed());
    Stream<Integer> iterable = pool.stream((Integer x) -> x + 1, () -> NUMBERS.iterator());
    Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, NUMBERS);
    long failures = pool.outcomes(x -> 6 / x, NUMBERS).filter(o -> !o.isSuccess()).count();
    use(future, lazy, endless, boxed, iterable, outcomes, failures);
  }

  private static void submits(ProcessPool pool) {
    CompletableFuture<Integer> number = pool.submit(() -> 42);
    int unboxed = pool.submit(() -> 42).join();
    CompletableFuture<String> block =
        pool.submit(
            () -> {
              String text = Files.readString(Path.of("a"));
              return text.strip();
            });
    TaskOptions options = TaskOptions.defaults();
    CompletableFuture<Integer> numberWithOptions = pool.submit(() -> 42, options);
    CompletableFuture<?> nothingWithOptions = pool.submit(() -> System.out.println(), options);
    CompletableFuture<?> blockWithOptions = pool.submit(() -> {}, options);
    CompletableFuture<Long> checkedWithOptions =
        pool.submit(() -> Files.size(Path.of("a")), options);
    use(numberWithOptions, nothingWithOptions, blockWithOptions, checkedWithOptions);
    CompletableFuture<?> nothing = pool.submit(() -> System.out.println());
    CompletableFuture<?> emptyBlock = pool.submit(() -> {});
    CompletableFuture<?> statements =
        pool.submit(
            () -> {
              System.out.println("a");
              System.out.println("b");
            });
    CompletableFuture<Object> onlyThrows =
        pool.submit(
            () -> {
              throw new IOException("always");
            });
    CompletableFuture<?> spins =
        pool.submit(
            () -> {
              while (true) {
                Thread.onSpinWait();
              }
            });
    CompletableFuture<?> waits =
        pool.submit(
            () -> {
              new CountDownLatch(0).await();
              return null;
            });
    CompletableFuture<Integer> valueReference = pool.submit(LambdaInferenceTest::answer);
    CompletableFuture<?> voidReference = pool.submit(LambdaInferenceTest::doNothing);
    Future<Long> asFuture = pool.submit(() -> Files.size(Path.of("a")));
    SerializableCallable<String> typed = () -> "typed";
    CompletableFuture<String> fromTyped = pool.submit(typed);
    Callable<String> plain = typed;
    CompletableFuture<String> fromPlain = pool.submit(plain);
    CompletableFuture<String> withResult = pool.submit(LambdaInferenceTest::doNothing, "done");
    CompletableFuture<String> lambdaWithResult = pool.submit(() -> {}, "done");
    pool.execute(() -> System.out.println());
    pool.execute(LambdaInferenceTest::doNothing);
    pool.execute(LambdaInferenceTest::answer);
    use(
        number,
        unboxed,
        block,
        nothing,
        emptyBlock,
        statements,
        onlyThrows,
        spins,
        waits,
        valueReference,
        voidReference,
        asFuture,
        fromTyped,
        fromPlain,
        withResult,
        lambdaWithResult);
  }

  /** As refusals of plain lambdas say to write it. */
  private static void together(ProcessPool pool) throws InterruptedException {
    List<Future<Integer>> all =
        pool.invokeAll(List.<SerializableCallable<Integer>>of(() -> 1, () -> 2));
    List<Future<Integer>> cast = pool.invokeAll(List.of((SerializableCallable<Integer>) () -> 1));
    CompletableFuture<String> runnable = pool.submit((SerializableRunnable) () -> {}, "done");
    use(all, cast, runnable);
  }

  private static int square(int x) {
    return x * x;
  }

  private static String describe(Object value) {
    return "a " + value.getClass();
  }

  private static int answer() {
    return 42;
  }

  private static void doNothing() {}

  private static void use(Object... values) {
    System.out.println(values.length);
  }
}
