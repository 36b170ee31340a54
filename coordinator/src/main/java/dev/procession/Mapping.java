package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.job.EndedItems;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.ResultQueue.Taking;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.JobOptions;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableConsumer;
import dev.procession.task.SerializableFunction;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@code map}, {@code mapAsync}, {@code stream} and {@code outcomes}.
 *
 * <p>It must not refer to the pool, which is passed only to streams, because reading one uses the
 * pool.
 */
final class Mapping {
  /** How long a finished map waits for a progress consumer. */
  private static final long LAST_REPORT_NANOS = 1_000_000_000;

  private final PoolOptions options;
  private final Engine engine;
  private final AtomicBoolean warnedOfStream = new AtomicBoolean();

  /** A user's function, and how it is applied. */
  private record Applied(Object function, FunctionKind kind) {}

  /** A started job. */
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
    MapRequest.Source source = MapRequest.Source.of(pairs);
    Taking taking = Taking.TOGETHER;
    return collect(
        open(new Applied(f, FunctionKind.BI_FUNCTION), source, total, mapOptions, taking),
        mapOptions);
  }

  <T> void forEach(
      SerializableConsumer<? super T> action, Iterable<? extends T> items, MapOptions mapOptions) {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(mapOptions, "options");
    // Nobody sees the order in which the nothings come.
    MapOptions unordered = mapOptions.unordered();
    Begun begun =
        open(
            new Applied(action, FunctionKind.CONSUMER),
            MapRequest.Source.of(items),
            sizeOf(items),
            unordered,
            Taking.TOGETHER);
    takeAll(begun, unordered, ended -> {});
  }

  <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    Begun begun = open(f, items, mapOptions, Taking.TOGETHER);
    MapFuture<List<R>> future = new MapFuture<>(begun.results());
    engine.whenReady(
        begun.results(),
        () -> {
          try {
            future.returned(collect(begun, mapOptions));
          } catch (Throwable e) {
            // The failure of the map completes the future.
            future.failed(e);
          }
        },
        future::isDone);
    return future;
  }

  <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions,
      ProcessPool pool) {
    return streamOf(
        open(f, items, mapOptions, Taking.ONE_BY_ONE).results(),
        (ended, i) -> value(ended, i, mapOptions),
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
            MapRequest.Source.of(items.iterator()),
            OptionalLong.empty(),
            mapOptions,
            Taking.ONE_BY_ONE);
    Stream<R> stream = streamOf(begun.results(), (ended, i) -> value(ended, i, mapOptions), pool);
    return stream.onClose(items::close);
  }

  <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions,
      ProcessPool pool) {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(mapOptions, "options");
    ItemsInFlight inFlight = new ItemsInFlight();
    Begun begun =
        open(
            new Applied(f, FunctionKind.FUNCTION),
            inFlight.reading(MapRequest.Source.of(items)),
            sizeOf(items),
            mapOptions,
            Taking.ONE_BY_ONE);
    return streamOf(begun.results(), (ended, i) -> outcome(ended, i, inFlight, mapOptions), pool);
  }

  private Begun open(
      SerializableFunction<?, ?> f, Iterable<?> items, MapOptions mapOptions, Taking taking) {
    Objects.requireNonNull(f, "f");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(mapOptions, "options");
    Applied applied = new Applied(f, FunctionKind.FUNCTION);
    return open(applied, MapRequest.Source.of(items), sizeOf(items), mapOptions, taking);
  }

  private Begun open(
      Applied f,
      MapRequest.Source source,
      OptionalLong total,
      MapOptions mapOptions,
      Taking taking) {
    Optional<ProgressReporter> progress =
        mapOptions.onProgress().map(consumer -> reporter(consumer, total));
    MapRequest.Delivery delivery =
        new MapRequest.Delivery(
            mapOptions.isUnordered() ? ResultQueue.Order.COMPLETION : ResultQueue.Order.INPUT,
            taking,
            mapOptions.window(),
            progress);
    JobOptions scheduling = scheduling(mapOptions, total);
    try {
      return new Begun(
          engine.map(
              new MapRequest(
                  f.function(),
                  f.kind(),
                  source,
                  scheduling,
                  delivery,
                  mapOptions.retrying().ruleIfAny(),
                  mapOptions.name())),
          progress);
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
        crashRetries(mapOptions),
        JobOptions.Waiting.FOR_ALL,
        mapOptions.isAtMostOnce(),
        mapOptions.retrying().scheduling(),
        mapOptions.priority());
  }

  private <R> List<R> collect(Begun begun, MapOptions mapOptions) {
    PagedList<R> values = new PagedList<>(begun.results().total().orElse(0));
    takeAll(
        begun,
        mapOptions,
        answered -> values.append(answered.answers(), answered.answersFrom(), answered.count()));
    return values;
  }

  private void takeAll(Begun begun, MapOptions mapOptions, Consumer<EndedItems.Answered> taker) {
    ResultQueue results = begun.results();
    ResultSpliterator<Object> reader =
        new ResultSpliterator<>(
            results, (ended, i) -> value(ended, i, mapOptions), Optional.empty());
    Optional<EndedItems> next = reader.waitFor(results::takeUnlessFailed);
    while (next.isPresent()) {
      EndedItems ended = next.get();
      if (!(ended instanceof EndedItems.Answered answered) || answered.failures() > 0) {
        results.cancel();
        throw firstFailure(ended, mapOptions);
      }
      taker.accept(answered);
      next = reader.waitFor(results::takeUnlessFailed);
    }
    begun.progress().ifPresent(reporter -> reporter.awaitTold(LAST_REPORT_NANOS));
  }

  private RuntimeException firstFailure(EndedItems ended, MapOptions mapOptions) {
    int i = 0;
    while (ended instanceof EndedItems.Answered answered && !answered.failed(i)) {
      i++;
    }
    return failure(ended, i, mapOptions);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private <R> R value(EndedItems ended, int i, MapOptions mapOptions) {
    if (ended instanceof EndedItems.Answered answered && !answered.failed(i)) {
      return unchecked(answered.element(i));
    }
    throw failure(ended, i, mapOptions);
  }

  private <R> Outcome<R> outcome(
      EndedItems ended, int i, ItemsInFlight inFlight, MapOptions mapOptions) {
    long index = ended.firstIndex() + i;
    if (ended instanceof EndedItems.Answered answered && !answered.failed(i)) {
      return new Outcome.Success<>(index, inFlight.take(index), unchecked(answered.element(i)));
    }
    RuntimeException failure = failure(ended, i, mapOptions);
    if (failure instanceof ProcessionException error) {
      return new Outcome.Failure<>(index, inFlight.take(index), error);
    }
    throw failure;
  }

  private RuntimeException failure(EndedItems ended, int i, MapOptions mapOptions) {
    return Failures.of(
        ended,
        i,
        TaskRef.item(ended.firstIndex() + i, mapOptions.name()),
        crashRetries(mapOptions),
        mapOptions.retrying(),
        TaskTimeoutException.settingOf(Optional.empty()));
  }

  private int crashRetries(MapOptions mapOptions) {
    return mapOptions.isAtMostOnce() ? 0 : mapOptions.crashRetries().orElse(options.crashRetries());
  }

  private <E> Stream<E> streamOf(
      ResultQueue results, ResultSpliterator.Reading<E> reading, ProcessPool pool) {
    ResultSpliterator<E> reader = new ResultSpliterator<>(results, reading, Optional.of(pool));
    Cleaner.Cleanable watch = AbandonedStream.watch(reader, results, engine, warnedOfStream);
    reader.watched(watch);
    return StreamSupport.stream(reader, false)
        .onClose(
            () -> {
              results.cancel();
              watch.clean();
            });
  }

  static OptionalLong nanos(Optional<Duration> limit) {
    return limit.isPresent() ? OptionalLong.of(Arguments.nanos(limit.get())) : OptionalLong.empty();
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
