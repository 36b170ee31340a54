package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.MapSpec;
import dev.procession.process.ResultQueue;
import dev.procession.process.ResultQueue.Taking;
import dev.procession.process.Segment;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.JobOptions;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableFunction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Applies functions to inputs: {@code map}, {@code stream} and their kin.
 *
 * <p>It must not hold on to the pool, which is given only to streams: whoever reads one uses the
 * pool.
 */
final class Mapping {
  /** How long a map that is done waits for a consumer of progress. */
  private static final long LAST_REPORT_NANOS = 1_000_000_000;

  private final PoolOptions options;
  private final Engine engine;

  /** A function of the user's, and how it is applied. */
  private record Applied(Object function, FunctionKind kind) {}

  /** A job that has begun. */
  private record Begun(ResultQueue results, Optional<ProgressReporter> progress) {}

  Mapping(PoolOptions options, Engine engine) {
    this.options = options;
    this.engine = engine;
  }

  <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    return collect(open(f, items, mapOptions, Taking.TOGETHER), mapOptions);
  }

  <A, B, R> List<R> map(
      SerializableBiFunction<? super A, ? super B, ? extends R> f,
      Iterable<? extends A> as,
      Iterable<? extends B> bs,
      MapOptions mapOptions) {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(as, "as");
    Objects.requireNonNull(bs, "bs");
    Objects.requireNonNull(mapOptions, "options");
    Pairs pairs = new Pairs(as, bs);
    OptionalLong total = Pairs.size(as, bs);
    MapSpec.Source source = MapSpec.Source.of(pairs);
    Taking taking = Taking.TOGETHER;
    return collect(
        open(new Applied(f, FunctionKind.BI_FUNCTION), source, total, mapOptions, taking),
        mapOptions);
  }

  <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    Begun begun = open(f, items, mapOptions, Taking.TOGETHER);
    MapFuture<List<R>> future = new MapFuture<>(begun.results());
    engine.executeToTheEnd(
        () -> {
          try {
            future.complete(collect(begun, mapOptions));
          } catch (Throwable e) {
            // Whatever ended the map is what the future ends with.
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions,
      ProcessPool pool) {
    return streamOf(
        open(f, items, mapOptions, Taking.ONE_BY_ONE).results(),
        (segment, i) -> value(segment, i, mapOptions),
        pool);
  }

  <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions mapOptions,
      ProcessPool pool) {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(mapOptions, "options");
    Begun begun =
        open(
            new Applied(f, FunctionKind.FUNCTION),
            MapSpec.Source.of(items.iterator()),
            OptionalLong.empty(),
            mapOptions,
            Taking.ONE_BY_ONE);
    Stream<R> stream =
        streamOf(begun.results(), (segment, i) -> value(segment, i, mapOptions), pool);
    return stream.onClose(items::close);
  }

  <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions,
      ProcessPool pool) {
    return streamOf(
        open(f, items, mapOptions, Taking.ONE_BY_ONE).results(),
        (segment, i) -> outcome(segment, i, mapOptions),
        pool);
  }

  private Begun open(
      SerializableFunction<?, ?> f, Iterable<?> items, MapOptions mapOptions, Taking taking) {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(mapOptions, "options");
    Applied applied = new Applied(f, FunctionKind.FUNCTION);
    return open(applied, MapSpec.Source.of(items), sizeOf(items), mapOptions, taking);
  }

  private Begun open(
      Applied f, MapSpec.Source source, OptionalLong total, MapOptions mapOptions, Taking taking) {
    Optional<ProgressReporter> progress =
        mapOptions.onProgress().map(consumer -> reporter(consumer, total));
    MapSpec.Delivery delivery =
        new MapSpec.Delivery(
            mapOptions.isUnordered() ? ResultQueue.Order.COMPLETION : ResultQueue.Order.INPUT,
            taking,
            mapOptions.window(),
            progress);
    JobOptions scheduling = scheduling(mapOptions, total);
    try {
      return new Begun(
          engine.map(new MapSpec(f.function(), f.kind(), source, scheduling, delivery)), progress);
    } catch (EncodingException e) {
      throw Failures.notEncoded(e, TaskRef.function());
    }
  }

  private ProgressReporter reporter(Consumer<? super Progress> consumer, OptionalLong total) {
    return new ProgressReporter(consumer, total, engine.callbacks(), engine.log()::progressFailed);
  }

  private JobOptions scheduling(MapOptions mapOptions, OptionalLong total) {
    return new JobOptions(
        mapOptions.chunkSize(),
        total,
        nanos(mapOptions.taskTimeout().or(options::taskTimeout)),
        crashRetries(mapOptions));
  }

  private <R> List<R> collect(Begun begun, MapOptions mapOptions) {
    ResultQueue results = begun.results();
    ResultSpliterator<R> reader =
        new ResultSpliterator<>(
            results, (segment, i) -> value(segment, i, mapOptions), Optional.empty());
    Optional<Segment> next = reader.waitFor(results::takeUnlessFailed);
    List<R> values = new PagedList<>(results.total().orElse(0));
    while (next.isPresent()) {
      Segment segment = next.get();
      if (segment.failures() > 0) {
        results.cancel();
        throw firstFailure(segment, mapOptions);
      }
      values.addAll(unchecked(segment.values()));
      next = reader.waitFor(results::takeUnlessFailed);
    }
    begun.progress().ifPresent(reporter -> reporter.awaitTold(LAST_REPORT_NANOS));
    return values;
  }

  private RuntimeException firstFailure(Segment segment, MapOptions mapOptions) {
    int i = 0;
    while (!segment.failed(i)) {
      i++;
    }
    return failure(segment, i, mapOptions);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <R> R value(Segment segment, int i, MapOptions mapOptions) {
    if (segment.failed(i)) {
      throw failure(segment, i, mapOptions);
    }
    return unchecked(segment.element(i));
  }

  private <R> Outcome<R> outcome(Segment segment, int i, MapOptions mapOptions) {
    long index = segment.firstIndex() + i;
    if (!segment.failed(i)) {
      return new Outcome.Success<>(index, unchecked(segment.element(i)));
    }
    RuntimeException failure = failure(segment, i, mapOptions);
    if (failure instanceof ProcessionException error) {
      return new Outcome.Failure<>(index, error);
    }
    throw failure;
  }

  private RuntimeException failure(Segment segment, int i, MapOptions mapOptions) {
    return Failures.of(
        segment, i, TaskRef.item(segment.firstIndex() + i), crashRetries(mapOptions));
  }

  private int crashRetries(MapOptions mapOptions) {
    return mapOptions.crashRetries().orElse(options.crashRetries());
  }

  private static <E> Stream<E> streamOf(
      ResultQueue results, ResultSpliterator.Reading<E> reading, ProcessPool pool) {
    return StreamSupport.stream(new ResultSpliterator<>(results, reading, Optional.of(pool)), false)
        .onClose(results::cancel);
  }

  static OptionalLong nanos(Optional<Duration> limit) {
    return limit.isPresent() ? OptionalLong.of(limit.get().toNanos()) : OptionalLong.empty();
  }

  private static OptionalLong sizeOf(Iterable<?> items) {
    return items instanceof Collection<?> sized
        ? OptionalLong.of(sized.size())
        : OptionalLong.empty();
  }

  /** What the function returns is what its type says, as far as Java's generics can promise. */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  static <R extends @Nullable Object> R unchecked(@Nullable Object value) {
    return (R) value;
  }
}
