package dev.procession;

import dev.procession.cluster.Cluster;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolLaunch;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.Broadcast;
import dev.procession.task.PerWorker;
import dev.procession.task.SerializableAction;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableConsumer;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.SharedObjects;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of worker processes, each a JVM with its own memory, its own statics and its own crash.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.create(4)) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3, 4, 5)); // [1, 4, 9, 16, 25]
 * }
 * }</pre>
 *
 * <p>Functions, items and results are copied between the processes: a task works on its own copy of
 * everything it captures, and what it changes stays in its worker. A lambda or method reference
 * written as an argument of these methods is serializable without a cast.
 *
 * <p>A worker that dies is replaced. The item that it ran fails with {@link
 * WorkerCrashedException}, unless it has retries left; whatever else it had runs again elsewhere.
 *
 * <p>The rest is {@link ExecutorService} with its contract. What cannot be kept across processes
 * fails at once: a {@code Runnable} or {@code Callable} that is not serializable is refused with
 * {@link SerializationException}.
 *
 * <p>{@code map}, {@code mapAsync}, {@code stream}, {@code outcomes} and {@code forEach} take their
 * items from an {@code Iterable}, an array, a {@code Stream} or an {@code Iterator}, each with or
 * without {@link MapOptions}; {@code map} also from an {@code int[]}, a {@code long[]} or a {@code
 * double[]}. Those that wait close a stream when they return.
 *
 * <p>Null is refused with {@link NullPointerException} before anything is done; items and results
 * may be null. What an input's own iterator throws ends the work and is passed on as it is.
 *
 * <p>The idea is that of Python's {@code multiprocessing.Pool}, from which {@code map}, {@code
 * initializer} and, there named {@code maxtasksperchild}, {@code maxTasksPerWorker} are taken.
 *
 * <p>All methods may be called from any thread. A pool without unfinished tasks does not keep its
 * JVM alive.
 *
 * <p>Close a pool when it is not needed any more. One that is dropped instead is found out when the
 * garbage collector finds nobody who could still use it, neither the pool nor a stream of it: a
 * warning is logged with the place where it was made, once, and it is shut down as by {@link
 * #shutdown}. So futures still end with what their tasks return, and then the workers go. The pool
 * itself never keeps a reference to what would keep it from being found out; but its {@code
 * onOutput} and its listeners should not refer to it.
 */
public interface ProcessPool extends ExecutorService, AutoCloseable {

  /**
   * A pool with one worker for each available processor and all other settings at their defaults.
   *
   * <pre>{@code
   * try (ProcessPool pool = ProcessPool.create()) {
   *   System.out.println(pool.workers().size() + " workers");
   * }
   * }</pre>
   *
   * @return the pool
   */
  static ProcessPool create() {
    return builder().build();
  }

  /**
   * A pool with so many workers and all other settings at their defaults.
   *
   * <pre>{@code
   * try (ProcessPool pool = ProcessPool.create(4)) {
   *   System.out.println(pool.map(String::length, List.of("one", "three"))); // [3, 5]
   * }
   * }</pre>
   *
   * @param workers 1 to 1024
   * @return the pool
   * @throws IllegalArgumentException if the number is out of range
   */
  static ProcessPool create(int workers) {
    return builder().workers(workers).build();
  }

  /**
   * A builder for a pool with settings.
   *
   * <pre>{@code
   * try (ProcessPool pool = ProcessPool.builder().workers(4).maxHeap("512m").build()) {
   *   System.out.println(pool.map(String::length, List.of("one", "three"))); // [3, 5]
   * }
   * }</pre>
   *
   * @return a new builder with every setting at its default
   */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Applies a function to every item, in the workers, and waits for all results. The first failure
   * seen cancels what is left.
   *
   * <pre>{@code
   * List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3)); // [1, 4, 9]
   * List<Long> sizes = pool.map(Files::size, files);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function, copied to every worker that takes part
   * @param items the input; iterated on another thread than the caller's, once and only as far as
   *     the window has room
   * @return the results in input order, in a list of the caller's own that may be changed
   * @throws TaskFailedException if the function threw; the cause is what it threw
   * @throws ProcessionException if an item could not be done for another reason; its type says why
   * @throws CancellationException if the thread was interrupted, which stays set, or the pool was
   *     shut down by {@link #shutdownNow}; the work is cancelled
   * @throws RejectedExecutionException if the pool is shut down already
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f, Iterable<? extends T> items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().chunkSize(100).taskTimeout(Duration.ofSeconds(5));
   * List<Long> sizes = pool.map(Files::size, files, options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results, in input order unless the options say otherwise
   */
  <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions options);

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array.
   *
   * <pre>{@code
   * List<Integer> lengths = pool.map(String::length, new String[] {"one", "three"}); // [3, 5]
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <T, R> List<R> map(SerializableFunction<? super T, ? extends R> f, T[] items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, with options.
   *
   * <pre>{@code
   * String[] words = {"one", "three"};
   * List<Integer> lengths = pool.map(String::length, words, MapOptions.defaults().retries(1));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results in input order
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f, T[] items, MapOptions options) {
    return map(f, Inputs.of(items), options);
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now.
   *
   * <pre>{@code
   * List<Integer> squares = pool.map(x -> x * x, new int[] {1, 2, 3}); // [1, 4, 9]
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <R> List<R> map(SerializableFunction<? super Integer, ? extends R> f, int[] items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * List<Integer> squares = pool.map(x -> x * x, new int[] {1, 2, 3}, options);
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results, in input order unless the options say otherwise
   */
  default <R> List<R> map(
      SerializableFunction<? super Integer, ? extends R> f, int[] items, MapOptions options) {
    return map(f, Inputs.of(items), options);
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now.
   *
   * <pre>{@code
   * List<Long> squares = pool.map(x -> x * x, new long[] {1, 2, 3}); // [1, 4, 9]
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <R> List<R> map(SerializableFunction<? super Long, ? extends R> f, long[] items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * List<Long> squares = pool.map(x -> x * x, new long[] {1, 2, 3}, options);
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results, in input order unless the options say otherwise
   */
  default <R> List<R> map(
      SerializableFunction<? super Long, ? extends R> f, long[] items, MapOptions options) {
    return map(f, Inputs.of(items), options);
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now.
   *
   * <pre>{@code
   * List<Double> squares = pool.map(x -> x * x, new double[] {0.5, 1}); // [0.25, 1.0]
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <R> List<R> map(SerializableFunction<? super Double, ? extends R> f, double[] items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of an array, copied now, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * List<Double> squares = pool.map(x -> x * x, new double[] {0.5, 1}, options);
   * }</pre>
   *
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results, in input order unless the options say otherwise
   */
  default <R> List<R> map(
      SerializableFunction<? super Double, ? extends R> f, double[] items, MapOptions options) {
    return map(f, Inputs.of(items), options);
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of a stream, which is closed.
   *
   * <pre>{@code
   * List<Long> sizes = pool.map(Files::size, Files.list(Path.of("data")));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f, Stream<? extends T> items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for the elements of a stream, which is closed,
   * with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().retries(1);
   * List<Long> sizes = pool.map(Files::size, Files.list(Path.of("data")), options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results in input order
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions options) {
    try (items) {
      return map(f, Inputs.<T>once(items), options);
    }
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for what is left of an iterator.
   *
   * <pre>{@code
   * List<Long> sizes = pool.map(Files::size, files.iterator());
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return the results in input order
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f, Iterator<? extends T> items) {
    return map(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, for what is left of an iterator, with options.
   *
   * <pre>{@code
   * List<Long> sizes = pool.map(Files::size, files.iterator(), MapOptions.defaults().chunkSize(10));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return the results in input order
   */
  default <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f,
      Iterator<? extends T> items,
      MapOptions options) {
    return map(f, Inputs.<T>once(items), options);
  }

  /**
   * Applies a function of two arguments to the items at the same position of two inputs. Ends with
   * the shorter one.
   *
   * <pre>{@code
   * List<String> ages =
   *     pool.map((name, age) -> name + " is " + age, List.of("Ada", "Alan"), List.of(36, 41));
   * System.out.println(ages); // [Ada is 36, Alan is 41]
   * }</pre>
   *
   * @param <A> the type of the first input's items
   * @param <B> the type of the second input's items
   * @param <R> the type of the results
   * @param f the function
   * @param as the first input
   * @param bs the second input
   * @return the results in input order
   * @see #map(SerializableFunction, Iterable) for the exceptions
   */
  default <A, B, R> List<R> map(
      SerializableBiFunction<? super A, ? super B, ? extends R> f,
      Iterable<? extends A> as,
      Iterable<? extends B> bs) {
    return map(f, as, bs, MapOptions.defaults());
  }

  /**
   * As {@link #map(SerializableBiFunction, Iterable, Iterable)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().crashRetries(1);
   * List<Integer> products =
   *     pool.map((a, b) -> a * b, List.of(1, 2), List.of(3, 4), options); // [3, 8]
   * }</pre>
   *
   * @param <A> the type of the first input's items
   * @param <B> the type of the second input's items
   * @param <R> the type of the results
   * @param f the function
   * @param as the first input
   * @param bs the second input
   * @param options how it is carried out
   * @return the results, in input order unless the options say otherwise
   */
  <A, B, R> List<R> map(
      SerializableBiFunction<? super A, ? super B, ? extends R> f,
      Iterable<? extends A> as,
      Iterable<? extends B> bs,
      MapOptions options);

  /**
   * As {@link #map(SerializableFunction, Iterable)}, without waiting.
   *
   * <p>Stages that depend on the future run on threads that the pool keeps for callbacks, where one
   * that takes long delays no task.
   *
   * <pre>{@code
   * CompletableFuture<List<Long>> sizes = pool.mapAsync(Files::size, files);
   * sizes.thenAccept(all -> System.out.println(all.size() + " files")).join();
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a future of the results; it fails with what {@code map} would throw, and cancelling it
   *     cancels the work
   * @throws SerializationException if the function cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f, Iterable<? extends T> items) {
    return mapAsync(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * CompletableFuture<List<Long>> sizes = pool.mapAsync(Files::size, files, options);
   * sizes.cancel(true); // nobody needs them any more
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a future of the results
   */
  <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions options);

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for the elements of an array.
   *
   * <pre>{@code
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, new String[] {"one", "three"});
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f, T[] items) {
    return mapAsync(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for the elements of an array, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, new String[] {"one", "three"}, options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f, T[] items, MapOptions options) {
    return mapAsync(f, Inputs.of(items), options);
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for the elements of a stream, which is
   * closed when the future has ended.
   *
   * <pre>{@code
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, Stream.of("one", "three"));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f, Stream<? extends T> items) {
    return mapAsync(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for the elements of a stream, which is
   * closed when the future has ended, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, Stream.of("one", "three"), options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions options) {
    CompletableFuture<List<R>> results = mapAsync(f, Inputs.<T>once(items), options);
    results.whenComplete((all, error) -> items.close());
    return results;
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for what is left of an iterator.
   *
   * <pre>{@code
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, names.iterator());
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f, Iterator<? extends T> items) {
    return mapAsync(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #mapAsync(SerializableFunction, Iterable)}, for what is left of an iterator, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * CompletableFuture<List<Integer>> lengths =
   *     pool.mapAsync(String::length, names.iterator(), options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a future of the results
   */
  default <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Iterator<? extends T> items,
      MapOptions options) {
    return mapAsync(f, Inputs.<T>once(items), options);
  }

  /**
   * Applies a function to every item and gives the results as a lazy stream in input order. Neither
   * the input nor the results are ever held as a whole: no more items are pulled than the window
   * has room for, so the input may be endless.
   *
   * <p>Close the stream, or read it to its end; closing cancels what is left. A failure ends the
   * stream with the exceptions of {@link #map(SerializableFunction, Iterable)}.
   *
   * <pre>{@code
   * try (Stream<Long> sizes = pool.stream(Files::size, files)) {
   *   System.out.println(sizes.mapToLong(size -> size).sum());
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input; iterated on another thread than the caller's
   * @return a sequential stream, to be read by one thread
   * @throws SerializationException if the function cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  default <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f, Iterable<? extends T> items) {
    return stream(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered().window(64);
   * try (Stream<Long> sizes = pool.stream(Files::size, files, options)) {
   *   System.out.println(sizes.anyMatch(size -> size > 1_000_000)); // reads on only until one is
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream
   */
  <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions options);

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, for an input that is a stream itself.
   *
   * <pre>{@code
   * try (Stream<Integer> squares = pool.stream(x -> x * x, Stream.iterate(1, x -> x + 1))) {
   *   System.out.println(squares.limit(3).toList()); // [1, 4, 9]
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input; read in its encounter order on another thread than the caller's, and
   *     closed together with the stream that is returned
   * @return a sequential stream
   */
  default <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f, Stream<? extends T> items) {
    return stream(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #stream(SerializableFunction, Stream)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().taskTimeout(Duration.ofSeconds(5));
   * try (Stream<Integer> lengths =
   *     pool.stream(String::length, Files.lines(Path.of("words.txt")), options)) {
   *   System.out.println(lengths.mapToInt(length -> length).max());
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream
   */
  <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions options);

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, for the elements of an array.
   *
   * <pre>{@code
   * try (Stream<Integer> lengths = pool.stream(String::length, new String[] {"one", "three"})) {
   *   lengths.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream of the results, to be closed
   */
  default <T, R> Stream<R> stream(SerializableFunction<? super T, ? extends R> f, T[] items) {
    return stream(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, for the elements of an array, with options.
   *
   * <pre>{@code
   * String[] words = {"one", "three"};
   * try (Stream<Integer> lengths =
   *     pool.stream(String::length, words, MapOptions.defaults().unordered())) {
   *   lengths.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream of the results, to be closed
   */
  default <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f, T[] items, MapOptions options) {
    return stream(f, Inputs.of(items), options);
  }

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, for what is left of an iterator.
   *
   * <pre>{@code
   * try (Stream<Long> sizes = pool.stream(Files::size, files.iterator())) {
   *   sizes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream of the results, to be closed
   */
  default <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f, Iterator<? extends T> items) {
    return stream(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #stream(SerializableFunction, Iterable)}, for what is left of an iterator, with
   * options.
   *
   * <pre>{@code
   * try (Stream<Long> sizes =
   *     pool.stream(Files::size, files.iterator(), MapOptions.defaults().unordered())) {
   *   sizes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream of the results, to be closed
   */
  default <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Iterator<? extends T> items,
      MapOptions options) {
    return stream(f, Inputs.<T>once(items), options);
  }

  /**
   * Applies a function to every item and says of each how it ended, in input order. An item that
   * fails stops nothing; otherwise as {@link #stream(SerializableFunction, Iterable)}.
   *
   * <pre>{@code
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, List.of(3, 0, 2))) {
   *   System.out.println(outcomes.map(Outcome::isSuccess).toList()); // [true, false, true]
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream with one outcome for each item
   * @throws SerializationException if the function cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f, Iterable<? extends T> items) {
    return outcomes(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().taskTimeout(Duration.ofSeconds(5)).crashRetries(2);
   * try (Stream<Outcome<Long>> outcomes = pool.outcomes(Files::size, files, options)) {
   *   System.out.println(outcomes.filter(o -> !o.isSuccess()).count() + " files failed");
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream with one outcome for each item
   */
  <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions options);

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for the elements of an array.
   *
   * <pre>{@code
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, new Integer[] {3, 0})) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f, T[] items) {
    return outcomes(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for the elements of an array, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * try (Stream<Outcome<Integer>> outcomes =
   *     pool.outcomes(x -> 6 / x, new Integer[] {3, 0}, options)) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f, T[] items, MapOptions options) {
    return outcomes(f, Inputs.of(items), options);
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for the elements of a stream, which is
   * closed with the outcomes.
   *
   * <pre>{@code
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, Stream.of(3, 0))) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f, Stream<? extends T> items) {
    return outcomes(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for the elements of a stream, which is
   * closed with the outcomes, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, Stream.of(3, 0), options)) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions options) {
    Stream<Outcome<R>> outcomes = outcomes(f, Inputs.<T>once(items), options);
    return outcomes.onClose(items::close);
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for what is left of an iterator.
   *
   * <pre>{@code
   * Iterator<Integer> divisors = List.of(3, 0).iterator();
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, divisors)) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f, Iterator<? extends T> items) {
    return outcomes(f, items, MapOptions.defaults());
  }

  /**
   * As {@link #outcomes(SerializableFunction, Iterable)}, for what is left of an iterator, with
   * options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().unordered();
   * Iterator<Integer> divisors = List.of(3, 0).iterator();
   * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, divisors, options)) {
   *   outcomes.forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param <T> the type of the items
   * @param <R> the type of the results
   * @param f the function
   * @param items the input
   * @param options how it is carried out
   * @return a sequential stream with one outcome for each item, to be closed
   */
  default <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Iterator<? extends T> items,
      MapOptions options) {
    return outcomes(f, Inputs.<T>once(items), options);
  }

  /**
   * Does something with every item, in the workers, and waits until it is done. The first failure
   * seen cancels what is left. Results are not kept, so the input may be of any length.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, files);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do, copied to every worker that takes part
   * @param items the input
   * @see #map(SerializableFunction, Iterable) for the exceptions
   */
  default <T> void forEach(SerializableConsumer<? super T> action, Iterable<? extends T> items) {
    forEach(action, items, MapOptions.defaults());
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, with options.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, files, MapOptions.defaults().retries(2));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   * @param options how it is carried out
   */
  <T> void forEach(
      SerializableConsumer<? super T> action, Iterable<? extends T> items, MapOptions options);

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for the elements of an array.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, new Path[] {Path.of("a"), Path.of("b")});
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   */
  default <T> void forEach(SerializableConsumer<? super T> action, T[] items) {
    forEach(action, items, MapOptions.defaults());
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for the elements of an array, with
   * options.
   *
   * <pre>{@code
   * Path[] both = {Path.of("a"), Path.of("b")};
   * pool.forEach(Files::delete, both, MapOptions.defaults().retries(2));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   * @param options how it is carried out
   */
  default <T> void forEach(SerializableConsumer<? super T> action, T[] items, MapOptions options) {
    forEach(action, Inputs.of(items), options);
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for the elements of a stream, which is
   * closed.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, Files.list(Path.of("cache")));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   */
  default <T> void forEach(SerializableConsumer<? super T> action, Stream<? extends T> items) {
    forEach(action, items, MapOptions.defaults());
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for the elements of a stream, which is
   * closed, with options.
   *
   * <pre>{@code
   * MapOptions options = MapOptions.defaults().retries(2);
   * pool.forEach(Files::delete, Files.list(Path.of("cache")), options);
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   * @param options how it is carried out
   */
  default <T> void forEach(
      SerializableConsumer<? super T> action, Stream<? extends T> items, MapOptions options) {
    try (items) {
      forEach(action, Inputs.<T>once(items), options);
    }
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for what is left of an iterator.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, files.iterator());
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   */
  default <T> void forEach(SerializableConsumer<? super T> action, Iterator<? extends T> items) {
    forEach(action, items, MapOptions.defaults());
  }

  /**
   * As {@link #forEach(SerializableConsumer, Iterable)}, for what is left of an iterator, with
   * options.
   *
   * <pre>{@code
   * pool.forEach(Files::delete, files.iterator(), MapOptions.defaults().retries(2));
   * }</pre>
   *
   * @param <T> the type of the items
   * @param action what to do
   * @param items the input
   * @param options how it is carried out
   */
  default <T> void forEach(
      SerializableConsumer<? super T> action, Iterator<? extends T> items, MapOptions options) {
    forEach(action, Inputs.<T>once(items), options);
  }

  /**
   * Runs a task in a worker. It is encoded before this method returns, so that later changes to
   * what it captures have no effect.
   *
   * <p>Cancelling the future with {@code cancel(true)} stops the task, by an interrupt first and
   * with its process if need be. With {@code cancel(false)} a task that runs may come to its end,
   * although nobody gets its result. Either way, a task that has not started never does.
   *
   * <p>{@code cancel} does not wait for that: when it returns, and when the future's stages run,
   * the task may still be running, for up to the pool's {@code shutdownGrace}. A {@link
   * TaskTimeoutException}, by contrast, comes only when the task does not run any more.
   *
   * <p>What else ends the future, such as {@code orTimeout}, {@code completeOnTimeout} and {@code
   * complete}, stops the task as {@code cancel(true)} does. Their limit includes the time in which
   * the task waits; {@link TaskOptions#timeout} does not. Only this future reaches the task: to
   * cancel a stage that depends on it, as {@code thenApply} returns one, or to limit its time, does
   * not stop the task.
   *
   * <p>An interrupt of a thread that waits in {@code get} ends the wait and not the task, as for
   * every future. Ctrl-C in JShell, which stops the waiting thread by an error, ends both.
   *
   * <p>Stages that depend on the future run on threads that the pool keeps for callbacks, where one
   * that takes long delays no task.
   *
   * <pre>{@code
   * CompletableFuture<Long> pid = pool.submit(() -> ProcessHandle.current().pid());
   * System.out.println("it ran in process " + pid.get());
   * }</pre>
   *
   * @param <R> the type of the result
   * @param task the task
   * @return a future of the result; its {@code ExecutionException} has as its cause what the task
   *     threw, or a {@link ProcessionException} if the task did not get to its end
   * @throws SerializationException if the task cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  <R> CompletableFuture<R> submit(SerializableCallable<R> task);

  /**
   * As {@link #submit(SerializableCallable)}, with options for this task: a time limit, retries, a
   * name, a priority.
   *
   * <pre>{@code
   * TaskOptions options = TaskOptions.defaults().name("hash").timeout(Duration.ofMinutes(1)).retries(2);
   * CompletableFuture<Long> pid = pool.submit(() -> ProcessHandle.current().pid(), options);
   * }</pre>
   *
   * @param <R> the type of the result
   * @param task the task
   * @param options how it is carried out
   * @return a future of the result, which ends as that of {@link #submit(SerializableCallable)}
   * @throws SerializationException if the task cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  <R> CompletableFuture<R> submit(SerializableCallable<R> task, TaskOptions options);

  /**
   * As {@link #submit(SerializableCallable, TaskOptions)}, for a task without a result.
   *
   * <pre>{@code
   * SerializableRunnable task = () -> System.out.println("printed by a worker");
   * pool.submit(task, TaskOptions.defaults().name("greet")).get();
   * }</pre>
   *
   * @param task the task
   * @param options how it is carried out; null for the defaults
   * @return a future that ends with null
   * @throws SerializationException if the task cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  // The parameter is not @Nullable, although null is accepted here. javac 25 crashes instead of
  // listing the overloads if one has an annotation that is not on the class path, as JSpecify's are
  // not. This holds for every overloaded method of the public types.
  CompletableFuture<?> submit(SerializableRunnable task, TaskOptions options);

  /**
   * As {@link #submit(SerializableCallable)}, for a task without a result.
   *
   * <pre>{@code
   * pool.submit(() -> System.out.println("printed by a worker")).get();
   * }</pre>
   *
   * @param task the task
   * @return a future that ends with null
   */
  CompletableFuture<?> submit(SerializableRunnable task);

  /**
   * As {@link #submit(SerializableCallable)}.
   *
   * <pre>{@code
   * SerializableCallable<String> travels = () -> "done";
   * Callable<String> task = travels;
   * System.out.println(pool.submit(task).get()); // done
   * }</pre>
   *
   * @param task the task; its class must be serializable, although its static type does not say so
   * @throws SerializationException if it is not
   */
  @Override
  <T> CompletableFuture<T> submit(Callable<T> task);

  /**
   * As {@link #submit(SerializableRunnable)}.
   *
   * <pre>{@code
   * SerializableRunnable travels = () -> System.out.println("printed by a worker");
   * Runnable task = travels;
   * pool.submit(task).get();
   * }</pre>
   *
   * @param task the task; its class must be serializable, although its static type does not say so
   * @throws SerializationException if it is not
   */
  @Override
  CompletableFuture<?> submit(Runnable task);

  /**
   * As {@link #submit(SerializableRunnable)}, with a result that is known beforehand and stays in
   * this process.
   *
   * <pre>{@code
   * System.out.println(pool.submit(() -> System.out.println("in a worker"), "done").get()); // done
   * }</pre>
   *
   * @param <T> the type of the result
   * @param task the task
   * @param result what the future ends with; it does not travel
   * @return a future of the result
   * @throws IllegalArgumentException if the result is {@link TaskOptions} or {@link MapOptions}
   * @throws SerializationException if the task cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  default <T> CompletableFuture<T> submit(SerializableRunnable task, T result) {
    return submit((Runnable) task, result);
  }

  /**
   * As {@link #submit(SerializableRunnable, Object)}.
   *
   * <pre>{@code
   * SerializableRunnable travels = () -> System.out.println("printed by a worker");
   * Runnable task = travels;
   * System.out.println(pool.submit(task, "done").get()); // done
   * }</pre>
   *
   * @param task the task; its class must be serializable
   * @throws IllegalArgumentException if the result is {@link TaskOptions} or {@link MapOptions}
   * @throws SerializationException if it is not
   */
  @Override
  <T> CompletableFuture<T> submit(Runnable task, T result);

  /**
   * Runs a task in a worker, for its effects there. What it throws is logged.
   *
   * <pre>{@code
   * pool.execute(() -> System.out.println("printed by a worker"));
   * }</pre>
   *
   * @param task the task
   * @throws SerializationException if the task cannot be encoded
   * @throws RejectedExecutionException if the pool is shut down already
   */
  void execute(SerializableRunnable task);

  /**
   * As {@link #execute(SerializableRunnable)}.
   *
   * <pre>{@code
   * SerializableRunnable travels = () -> System.out.println("printed by a worker");
   * Executor executor = pool;
   * executor.execute(travels);
   * }</pre>
   *
   * @param task the task; its class must be serializable, although its static type does not say so
   * @throws SerializationException if it is not
   */
  @Override
  void execute(Runnable task);

  /**
   * As {@link #submit(SerializableRunnable)}, for a task that may throw checked exceptions.
   *
   * <pre>{@code
   * SerializableAction task = () -> Files.createDirectories(Path.of("cache"));
   * pool.submit(task).get();
   * }</pre>
   *
   * @param task the task
   * @return a future that ends with null
   */
  default CompletableFuture<?> submit(SerializableAction task) {
    return submit((SerializableRunnable) task);
  }

  /**
   * As {@link #execute(SerializableRunnable)}, for a task that may throw checked exceptions.
   *
   * <pre>{@code
   * pool.execute(() -> Files.createDirectories(Path.of("cache")));
   * }</pre>
   *
   * @param task the task
   */
  default void execute(SerializableAction task) {
    execute((SerializableRunnable) task);
  }

  /**
   * As {@link #submit(SerializableRunnable, TaskOptions)}, for a task that may throw checked
   * exceptions.
   *
   * <pre>{@code
   * SerializableAction task = () -> Files.createDirectories(Path.of("cache"));
   * pool.submit(task, TaskOptions.defaults().retries(2)).get();
   * }</pre>
   *
   * @param task the task
   * @param options how it is carried out; null for the defaults
   * @return a future that ends with null
   */
  default CompletableFuture<?> submit(SerializableAction task, TaskOptions options) {
    return submit((SerializableRunnable) task, options);
  }

  /**
   * Runs several tasks and waits until all have ended, as {@link #invokeAll(Collection)}. Takes
   * lambdas without a cast.
   *
   * <pre>{@code
   * List<Future<Integer>> ended = pool.invokeAll(List.of(() -> 1, () -> 2));
   * }</pre>
   *
   * @param <T> the type of the results
   * @param tasks the tasks
   * @return a future for each task, all of them done
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  default <T> List<Future<T>> invokeAll(List<? extends SerializableCallable<T>> tasks)
      throws InterruptedException {
    Collection<? extends Callable<T>> any = tasks;
    return invokeAll(any);
  }

  /**
   * Runs several tasks and returns the first value, as {@link #invokeAny(Collection)}. Takes
   * lambdas without a cast.
   *
   * <pre>{@code
   * int first = pool.invokeAny(List.of(() -> 1, () -> 2));
   * }</pre>
   *
   * @param <T> the type of the results
   * @param tasks the tasks, at least one
   * @return what one of them has returned
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if none has succeeded
   */
  default <T> T invokeAny(List<? extends SerializableCallable<T>> tasks)
      throws InterruptedException, ExecutionException {
    Collection<? extends Callable<T>> any = tasks;
    return invokeAny(any);
  }

  /**
   * Runs several tasks and waits until all have ended or the time is over, as {@link
   * #invokeAll(Collection, long, TimeUnit)}. Takes lambdas without a cast.
   *
   * <pre>{@code
   * List<Future<Integer>> ended = pool.invokeAll(List.of(() -> 1, () -> 2), 5, TimeUnit.SECONDS);
   * }</pre>
   *
   * @param <T> the type of the results
   * @param tasks the tasks
   * @param timeout how long to wait
   * @param unit the unit of {@code timeout}
   * @return a future for each task, all of them done; those of tasks that were late are cancelled
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  default <T> List<Future<T>> invokeAll(
      List<? extends SerializableCallable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    Collection<? extends Callable<T>> any = tasks;
    return invokeAll(any, timeout, unit);
  }

  /**
   * Runs several tasks and returns the first value, as {@link #invokeAny(Collection, long,
   * TimeUnit)}. Takes lambdas without a cast.
   *
   * <pre>{@code
   * int first = pool.invokeAny(List.of(() -> 1, () -> 2), 5, TimeUnit.SECONDS);
   * }</pre>
   *
   * @param <T> the type of the results
   * @param tasks the tasks, at least one
   * @param timeout how long to wait
   * @param unit the unit of {@code timeout}
   * @return what one of them has returned
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if none has succeeded
   * @throws TimeoutException if none has succeeded in time
   */
  default <T> T invokeAny(
      List<? extends SerializableCallable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    Collection<? extends Callable<T>> any = tasks;
    return invokeAny(any, timeout, unit);
  }

  /**
   * Makes a value available to all tasks of this pool that are handed the handle: the value is
   * encoded now, on the calling thread, and sent to a worker once, when a task there first asks for
   * it; again to a replacement. For what is large and used by many items: captured by a function, a
   * value is sent once for each call of {@code map}; as part of an item, once for each item.
   *
   * <pre>{@code
   * try (Broadcast<Map<String, Integer>> prices = pool.broadcast(table)) {
   *   List<Integer> costs = pool.map(name -> prices.value().get(name), names);
   * }
   * }</pre>
   *
   * <p>The encoded value is kept, in the coordinator's memory and not in each worker's, until the
   * handle is closed or the pool has ended.
   *
   * @param value the value; changes to it after this call are not seen by workers
   * @param <T> its type
   * @return the handle, to be closed when no task needs it any more
   * @throws SerializationException if the value cannot travel, or is longer than {@code
   *     maxMessageSize}
   * @throws RejectedExecutionException after {@link #shutdown}
   */
  <T> Broadcast<T> broadcast(T value);

  /**
   * Makes objects that the tasks of this pool share with each other and with the program: locks,
   * semaphores, counters, queues, maps and latches. They survive the death of any worker.
   *
   * <pre>{@code
   * SharedQueue<String> found = pool.shared().queue(100);
   * }</pre>
   *
   * @return what makes them
   */
  SharedObjects shared();

  /**
   * A handle on an object of which each worker process has its own, made there when a task first
   * asks for it: a connection, a parser, a native library.
   *
   * <pre>{@code
   * PerWorker<StringBuilder> buffer = pool.perWorker(StringBuilder::new);
   * List<String> joined = pool.map(name -> buffer.get().append(name).toString(), names);
   * }</pre>
   *
   * @param factory makes the object, in the worker
   * @param <T> the object's type
   * @return the handle
   * @throws RejectedExecutionException after {@link #shutdown}
   */
  <T> PerWorker<T> perWorker(SerializableCallable<? extends T> factory);

  /**
   * Puts an object behind its interface into the worker processes, where it can do no harm to this
   * one: a native library, an old parser, a driver.
   *
   * <pre>{@code
   * CharSequence text = pool.isolate(CharSequence.class, () -> "made in a worker");
   * int length = text.length(); // called there
   * }</pre>
   *
   * <p>Each call is a task of this pool: its arguments and its result travel, the pool's task
   * timeout applies to it, and several threads may call at once. Each worker has its own instance,
   * made with the first call that it runs, and closed, if it is {@link AutoCloseable}, when the
   * worker leaves in order, or before if the returned object is closed; a call goes to any of them,
   * so an object that remembers earlier calls needs a pool of one worker. What the method throws is
   * thrown here. A call whose worker dies throws a {@link WorkerCrashedException}, and the next one
   * gets a fresh instance; a call that takes too long throws a {@link TaskTimeoutException}. A call
   * that is interrupted is cancelled, keeps the interrupt flag, and throws a {@link
   * java.util.concurrent.CancellationException}.
   *
   * <p>Default methods are called on the instance like any other, except for those that take a
   * callback, as {@link java.util.function.Function#andThen} does: their code runs here. {@code
   * equals}, {@code hashCode} and {@code toString} are those of the returned object, and run no
   * task. If the interface is {@link AutoCloseable}, {@code close} ends the use of the returned
   * object: further calls throw an {@link IllegalStateException}, and once those under way have
   * ended, each worker closes its instance and releases it, after the task that it runs. It does
   * not wait for that; what the instance's own {@code close} throws is printed by the worker.
   *
   * @param type an interface that is not sealed; its abstract methods take no functional interfaces
   *     unless these are {@link java.io.Serializable}, since a callback cannot be called from
   *     another process
   * @param factory makes an instance, in the worker
   * @param <T> the interface
   * @return an object whose methods run in workers
   * @throws IllegalArgumentException if the type is no such interface
   * @throws RejectedExecutionException after {@link #shutdown}
   */
  <T> T isolate(Class<T> type, SerializableCallable<? extends T> factory);

  /**
   * What the pool is called.
   *
   * <pre>{@code
   * System.out.println(pool.name()); // pool-1
   * }</pre>
   *
   * @return the {@linkplain Builder#name given} name, or {@code pool-} and a number
   */
  String name();

  /**
   * The workers as they are now, in the order of their numbers.
   *
   * <pre>{@code
   * for (WorkerInfo worker : pool.workers()) {
   *   System.out.println(worker.id() + ": process " + worker.pid() + ", " + worker.state());
   * }
   * }</pre>
   *
   * @return an immutable list
   */
  List<WorkerInfo> workers();

  /**
   * The hosts of the pool as they are now, in the order in which they were named.
   *
   * <pre>{@code
   * for (HostInfo host : pool.hosts()) {
   *   System.out.println(host.name() + ": " + host.state() + ", workers " + host.workers());
   * }
   * }</pre>
   *
   * @return an immutable list; empty where the workers run on this machine
   */
  List<HostInfo> hosts();

  /**
   * What the pool has done so far.
   *
   * <pre>{@code
   * PoolStats stats = pool.stats();
   * System.out.println(stats.tasksCompleted() + " done, " + stats.tasksFailed() + " failed");
   * }</pre>
   *
   * @return the numbers as they are now
   */
  PoolStats stats();

  /**
   * The address of the {@linkplain Builder#live live page}, which is secret: anybody who knows it
   * can read what tasks print and how they fail.
   *
   * <pre>{@code
   * pool.liveAddress().ifPresent(address -> System.err.println("See it live: " + address));
   * }</pre>
   *
   * @return the address; empty if no page was asked for, or it could not be served, which was
   *     logged
   */
  Optional<URI> liveAddress();

  /**
   * Changes the number of workers. New ones are started at once; those that are too many, the ones
   * with the highest numbers, finish the items that they have begun and leave. The heap of new
   * workers is what it would have been at first. A pool that is shut down can be resized until it
   * has ended, since it may have tasks left.
   *
   * <pre>{@code
   * pool.resize(8);
   * }</pre>
   *
   * @param workers 1 to 1024
   * @throws IllegalArgumentException if the number is out of range
   * @throws IllegalStateException if the pool has {@linkplain #isTerminated ended}
   */
  void resize(int workers);

  /**
   * Takes no more tasks. What was accepted is still done, then the workers go; a stream whose
   * source has not been read to its end is cut off there. Does not wait, and does nothing on a pool
   * that is shut down.
   *
   * <pre>{@code
   * pool.shutdown();
   * if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
   *   pool.shutdownNow();
   * }
   * }</pre>
   */
  @Override
  void shutdown();

  /**
   * Ends everything at once: takes no more tasks, cancels all that have not ended, and kills the
   * workers. Futures end as cancelled; calls that wait for results throw {@link
   * CancellationException}.
   *
   * <p>It does not wait for the workers to be gone, with one exception: if there are submitted
   * tasks that a worker had been sent, it waits for the end of that process, which takes some
   * milliseconds and at most a second, because only then it is certain which of them were begun.
   *
   * <pre>{@code
   * List<Runnable> unstarted = pool.shutdownNow();
   * System.out.println(unstarted.size() + " tasks were never begun");
   * }</pre>
   *
   * @return the tasks given to {@code submit}, {@code execute}, {@code invokeAll} or {@code
   *     invokeAny} that no worker has begun and none will, in the order in which they came. A task
   *     of {@code execute} is given back as it was; for the others there is their future, which is
   *     a {@code Runnable} only for this purpose: to run it is refused with {@link
   *     IllegalStateException}. A task of which it cannot be known whether it was begun is not in
   *     the list, nor are items of {@code map}, {@code stream} and their kin
   */
  @Override
  List<Runnable> shutdownNow();

  /**
   * Takes no more tasks, waits until all that were accepted have ended, and lets the workers go:
   * when it returns, no process of the pool is left. Does nothing on a pool that is closed.
   *
   * <p>Nor, on Linux, is a program that a task has started: it is killed once its worker has gone,
   * this way or another. It is known by the environment variable {@code PROCESSION_WORKER}, which
   * it inherits; a task that means a program to outlive the pool starts it without that variable.
   *
   * <p>As with {@code ExecutorService.close} of JDK 19 and later, an interrupt while it waits turns
   * it into {@link #shutdownNow}; it still waits for the workers to be gone, and the thread's
   * interrupt flag is set when it returns. So does the exit of this JVM, by {@code System.exit} or
   * a signal: a shutdown hook that closes a pool never waits for tasks. {@link
   * Builder#closeTimeout} limits the wait in all other cases.
   *
   * <pre>{@code
   * try (ProcessPool pool = ProcessPool.create(2)) {
   *   pool.execute(() -> System.out.println("printed by a worker"));
   * } // waits until that is done and the workers are gone
   * }</pre>
   */
  @Override
  void close();

  /**
   * As {@link #close()}, but waits for tasks only so long: then it continues as {@link
   * #shutdownNow}, and returns when the workers are gone.
   *
   * <pre>{@code
   * pool.close(Duration.ofSeconds(30)); // a task that still runs after that is ended
   * }</pre>
   *
   * @param atMost how long to wait for tasks; zero to end them at once
   * @throws IllegalArgumentException if the duration is negative
   */
  void close(Duration atMost);

  /**
   * Collects the settings of a pool. Every setter checks its argument at once, replaces what an
   * earlier call of it set (only {@link #listener} adds), and returns this builder. To be used by
   * one thread at a time; may be used again after {@link #build}.
   *
   * <pre>{@code
   * ProcessPool pool =
   *     ProcessPool.builder()
   *         .workers(4)
   *         .maxHeap("512m")
   *         .taskTimeout(Duration.ofSeconds(30))
   *         .crashRetries(1)
   *         .build();
   * }</pre>
   */
  final class Builder {
    // Owned by the caller's thread, all of them.
    int workers = Math.min(Runtime.getRuntime().availableProcessors(), PoolOptions.MAX_WORKERS);
    List<String> jvmArgs = List.of();
    @Nullable Long maxHeapBytes;
    Path javaHome = Path.of(System.getProperty("java.home"));
    @Nullable List<Path> classPath;
    Map<String, String> environment = Map.of();
    boolean inheritEnvironment = true;
    List<String> inheritedProperties = List.of();
    int niceness;
    @Nullable Path directory;
    @Nullable SerializableRunnable initializer;
    @Nullable Duration taskTimeout;
    int crashRetries;
    @Nullable String name;
    boolean registerMBeans;
    boolean forwardLogs;
    @Nullable Integer maxQueued;
    WhenFull whenFull = WhenFull.BLOCK;
    @Nullable Integer maxTasksPerWorker;
    @Nullable Duration idleTimeout;
    Duration startTimeout = PoolOptions.DEFAULT_START_TIMEOUT;
    Duration shutdownGrace = PoolOptions.DEFAULT_SHUTDOWN_GRACE;
    @Nullable Duration closeTimeout;
    int maxMessageBytes = PoolOptions.DEFAULT_MAX_MESSAGE_BYTES;
    @Nullable Long maxWorkerMemoryBytes;
    @Nullable ClassNamePatterns allowedResults;
    @Nullable WorkerOutput onOutput;
    boolean isWorkersAsked;
    boolean isJavaHomeAsked;
    @Nullable Cluster cluster;
    int hostRetries = SchedulerOptions.DEFAULT_HOST_RETRIES;
    List<PoolListener> listeners = List.of();
    @Nullable Integer livePort;

    static {
      // No lambda, since the first one costs a program's first pool its time.
      PoolLaunch.readBy(
          new Function<>() {
            @Override
            public LaunchOptions apply(Object builder) {
              return new PoolOptions((Builder) builder).launch();
            }
          });
    }

    Builder() {}

    /**
     * How many worker processes there are, at most and as a rule.
     *
     * <p>Default: one for each available processor.
     *
     * @param count 1 to 1024
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder workers(int count) {
      workers =
          Arguments.between(
              "workers",
              count,
              1,
              PoolOptions.MAX_WORKERS,
              "each worker is a separate JVM; omit it for one per processor");
      isWorkersAsked = true;
      return this;
    }

    /**
     * Arguments for the workers' JVMs. They come after those that Procession chooses, so they win.
     *
     * <p>Default: none; no argument of this JVM is copied.
     *
     * <pre>{@code
     * ProcessPool pool = ProcessPool.builder().jvmArgs("-Xss4m", "-Dparser.strict=true").build();
     * }</pre>
     *
     * @param args arguments of the {@code java} command other than a class path or what to run
     * @return this builder
     * @throws IllegalArgumentException if an argument would be taken for something else than an
     *     option
     */
    public Builder jvmArgs(String... args) {
      jvmArgs = LaunchChecks.jvmArgs(args);
      return this;
    }

    /**
     * The largest heap of each worker. A task that needs more fails with an {@link
     * OutOfMemoryError} of its own worker.
     *
     * <p>Default: a share of the machine's memory, such that all workers fit.
     *
     * @param size a {@linkplain ByteSize#parse size} such as {@code 256m} or {@code 1g}, at least
     *     {@code 4m}
     * @return this builder
     * @throws IllegalArgumentException if it is not a size or too small
     */
    public Builder maxHeap(String size) {
      maxHeapBytes =
          Arguments.size(
              "maxHeap",
              size,
              LaunchChecks.MIN_HEAP,
              LaunchChecks.MAX_HEAP,
              "the heap size of one worker");
      return this;
    }

    /**
     * The JDK or JRE that runs the workers, version 17 or later.
     *
     * <p>Default: the one that runs this JVM.
     *
     * @param home the folder that has {@code bin/java} in it
     * @return this builder
     * @throws IllegalArgumentException if it has not
     */
    public Builder javaHome(Path home) {
      javaHome = LaunchChecks.javaHome(home);
      isJavaHomeAsked = true;
      return this;
    }

    /**
     * The class path of the workers. Procession's own classes are on it in any case. A class that
     * is not on it is fetched from this JVM when a task needs it.
     *
     * <p>Put all classes of a package on it or none: to a JVM, what was fetched and what was found
     * are two packages, and what is package-private in one is an {@link IllegalAccessError} in the
     * other. And what was found does not find what would have to be fetched.
     *
     * <p>Default: this JVM's own class path, and its modules.
     *
     * <pre>{@code
     * ProcessPool pool =
     *     ProcessPool.builder().classPath(Path.of("classes"), Path.of("lib/parser.jar")).build();
     * }</pre>
     *
     * @param entries folders and jar files, no patterns
     * @return this builder
     * @throws IllegalArgumentException if one does not exist
     */
    public Builder classPath(Path... entries) {
      classPath = LaunchChecks.classPath(entries);
      return this;
    }

    /**
     * Environment variables for the workers, on top of what they inherit.
     *
     * <p>Default: none.
     *
     * <pre>{@code
     * ProcessPool pool = ProcessPool.builder().environment(Map.of("OMP_NUM_THREADS", "1")).build();
     * }</pre>
     *
     * @param variables names and values
     * @return this builder
     * @throws IllegalArgumentException if a name is empty or has a {@code =} in it
     */
    public Builder environment(Map<String, String> variables) {
      environment = LaunchChecks.environment(variables);
      return this;
    }

    /**
     * Whether the workers get this process's environment variables. {@code JAVA_TOOL_OPTIONS},
     * {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS} are never passed on.
     *
     * <p>Default: true.
     *
     * @param inherit false to start them with those of {@link #environment} only, besides {@code
     *     LC_ALL}, {@code LC_CTYPE} and {@code LANG}, which say how files are named
     * @return this builder
     */
    public Builder inheritEnvironment(boolean inherit) {
      inheritEnvironment = inherit;
      return this;
    }

    /**
     * System properties that workers get besides those they get in any case: the ones given to this
     * process with {@code -D}, and the ones for proxies, trust stores and temporary files. Values
     * are those at the time of {@link #build()}. Properties that describe a JVM itself, such as
     * {@code java.home}, are never passed on, nor those with a {@code =} in their names.
     *
     * <p>Default: none.
     *
     * <pre>{@code
     * System.setProperty("shop.region", "north");
     * ProcessPool pool = ProcessPool.builder().inheritProperties("shop.*").build();
     * }</pre>
     *
     * @param patterns names of properties, in which {@code *} stands for any characters
     * @return this builder
     * @throws IllegalArgumentException if a pattern is empty
     */
    public Builder inheritProperties(String... patterns) {
      inheritedProperties = LaunchChecks.propertyNames(patterns);
      return this;
    }

    /**
     * Lowers the scheduling priority of the workers, so that a long job does not disturb what else
     * the machine does. They are started by the program {@code nice}.
     *
     * <p>Default: 0, the priority of this process.
     *
     * <pre>{@code
     * ProcessPool pool = ProcessPool.builder().niceness(10).build();
     * }</pre>
     *
     * @param increment how much is added to the niceness of this process, from 0 to 19; the system
     *     limits the sum to 19
     * @return this builder
     * @throws IllegalArgumentException if it is out of range, or more than 0 on Windows
     */
    public Builder niceness(int increment) {
      niceness = LaunchChecks.niceness(increment);
      return this;
    }

    /**
     * The working directory of the workers.
     *
     * <p>Default: this process's own.
     *
     * @param folder an existing folder
     * @return this builder
     * @throws IllegalArgumentException if it is not a folder
     */
    public Builder directory(Path folder) {
      directory = LaunchChecks.directory(folder);
      return this;
    }

    /**
     * Runs in every worker process, also in each replacement, before its first task. If it throws,
     * the worker is not used, and another start is tried after a pause that grows. A pool that has
     * workers which did start goes on with them, however often other starts fail; {@linkplain
     * PoolListener listeners} are told of each. When there is no worker left and several starts in
     * a row have failed, the pool fails with {@link WorkerStartException}.
     *
     * <p>Default: nothing.
     *
     * <pre>{@code
     * ProcessPool pool =
     *     ProcessPool.builder().initializer(() -> Locale.setDefault(Locale.ROOT)).build();
     * }</pre>
     *
     * @param task what to run
     * @return this builder
     */
    public Builder initializer(SerializableRunnable task) {
      initializer = Objects.requireNonNull(task, "initializer");
      return this;
    }

    /**
     * As {@link #initializer(SerializableRunnable)}, for one that may throw checked exceptions.
     *
     * <p>Default: nothing.
     *
     * <pre>{@code
     * ProcessPool pool =
     *     ProcessPool.builder().initializer(() -> Files.createDirectories(Path.of("cache"))).build();
     * }</pre>
     *
     * @param task what to run
     * @return this builder
     */
    public Builder initializer(SerializableAction task) {
      return initializer((SerializableRunnable) task);
    }

    /**
     * How long one item or submitted task may run. The clock starts when it starts, not while it
     * waits. One that runs longer is interrupted and, if that does not end it within the
     * {@linkplain #shutdownGrace grace}, is ended with its worker; it fails with {@link
     * TaskTimeoutException}. The time includes that for encoding its result, or what it threw,
     * whose texts are asked for.
     *
     * <p>Default: no limit.
     *
     * @param limit more than zero; more than 36,500 days is no limit
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder taskTimeout(Duration limit) {
      taskTimeout = PoolOptions.checkTaskTimeout(limit);
      return this;
    }

    /**
     * How many more attempts an item or submitted task gets that was running when its worker died.
     * Ask for it only where a task may run twice without harm.
     *
     * <p>Default: 0.
     *
     * @param retries 0 to 100
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public Builder crashRetries(int retries) {
      crashRetries = PoolOptions.checkCrashRetries(retries);
      return this;
    }

    /**
     * What the pool is called in logs, in JMX and in metrics.
     *
     * <p>Default: {@code pool-} and a number.
     *
     * @param name 1 to 200 characters, no line breaks or other control characters
     * @return this builder
     * @throws IllegalArgumentException if it is empty or too long, or has a control character
     */
    public Builder name(String name) {
      this.name = TaskOptions.checkName(name);
      return this;
    }

    /**
     * Has tasks log through this process: what they log with SLF4J goes to this process's logger of
     * the same name, with its level, message, exception and context, so that the layout and the
     * levels that are configured here apply. The context (MDC) has the worker's number as {@code
     * worker}. Events below the level of the root logger, as it is when the pool is made, stay in
     * the worker.
     *
     * <p>Default: tasks log as SLF4J is configured in the worker, which is as it is here, and what
     * that prints is relayed like other output.
     *
     * @return this builder
     */
    public Builder forwardLogs() {
      forwardLogs = true;
      return this;
    }

    /**
     * Whether the pool's figures are a JMX bean, a {@link ProcessPoolMXBean}, for as long as it
     * lives.
     *
     * <p>Default: false.
     *
     * @param register true for a bean
     * @return this builder
     */
    public Builder registerMBeans(boolean register) {
      registerMBeans = register;
      return this;
    }

    /**
     * How many submitted tasks may wait, besides one for each worker. With it a program that
     * submits faster than workers work does not fill its memory; {@link #whenFull} says what
     * happens to the next task. Maps and streams need no limit: they read their input as workers
     * need it.
     *
     * <p>Default: no limit.
     *
     * <pre>{@code
     * ProcessPool pool = ProcessPool.builder().maxQueued(1_000).whenFull(WhenFull.REJECT).build();
     * }</pre>
     *
     * @param tasks 0 or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxQueued(int tasks) {
      maxQueued =
          Arguments.between(
              "maxQueued",
              tasks,
              0,
              Integer.MAX_VALUE,
              "the number of submitted tasks that may wait for a worker; omit it for no limit");
      return this;
    }

    /**
     * What {@code submit}, {@code execute} and their kin do while {@link #maxQueued} tasks wait. An
     * interrupt of a thread that waits for room, and the pool's shutdown, reject its task.
     *
     * <p>Default: {@link WhenFull#BLOCK}.
     *
     * @param action what they do
     * @return this builder
     */
    public Builder whenFull(WhenFull action) {
      whenFull = Objects.requireNonNull(action, "action");
      return this;
    }

    /**
     * How many items and submitted tasks a worker process is sent in its life. Then it finishes
     * what it has and leaves, and another process takes its number: for tasks that leak memory,
     * handles or threads. This is no crash: nothing is lost, and {@link PoolStats#workersLost} does
     * not count it. What a process was sent counts, even if another takes it over before it begins.
     *
     * <p>The successor starts while the old process still works, so that as little time as possible
     * is lost. So a number may have two processes for a while, one of which has tasks while the
     * other starts, runs the {@link #initializer} or waits. Take care where an initializer takes
     * what only one process of a number can have, such as a port: the old process has it until it
     * exits, and it does not leave before its successor is ready or has failed. Such an initializer
     * should throw rather than wait: then the old process leaves when it has finished, and the next
     * start finds the port free.
     *
     * <p>Starting a JVM takes far longer than a small task: choose a limit whose tasks take
     * seconds. At 1 every task has a process of its own.
     *
     * <p>Default: no limit.
     *
     * @param tasks 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxTasksPerWorker(int tasks) {
      maxTasksPerWorker =
          Arguments.between(
              "maxTasksPerWorker",
              tasks,
              1,
              Integer.MAX_VALUE,
              "the number of tasks a process runs before it is replaced; omit it for no limit");
      return this;
    }

    /**
     * How long a worker may have nothing to do until its process is let go, the last one too. All
     * processes are started with the pool; from then on they are started as tasks wait for them, so
     * that the first task after a quiet time waits for a JVM's start and the {@link #initializer}.
     * A worker that dies while nothing waits is not replaced until something does. The idea is that
     * of the reusable executor of loky, a Python library.
     *
     * <p>Default: workers stay until the pool is closed.
     *
     * @param limit more than zero; more than 36,500 days is no limit
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder idleTimeout(Duration limit) {
      idleTimeout =
          Arguments.positive(
              "idleTimeout",
              limit,
              "the time after which an idle process exits; omit it to keep all processes");
      return this;
    }

    /**
     * How long a worker may take from the start of its process, initializer included, until it can
     * run tasks. One that takes longer is killed and counts as a failed start.
     *
     * <p>Default: 60 seconds.
     *
     * @param limit more than zero; more than 36,500 days is no limit
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder startTimeout(Duration limit) {
      startTimeout =
          Arguments.positive(
              "startTimeout",
              limit,
              "the time limit for starting a JVM and running the initializer");
      return this;
    }

    /**
     * How long a worker that was asked to stop a task, or to leave, may take before it is killed.
     * Likewise how long shutdown hooks may take in a worker whose task calls {@code System.exit},
     * or that gets a signal: at least a quarter of a second, whatever the grace.
     *
     * <p>Default: 2 seconds.
     *
     * @param grace zero to kill at once; more than 36,500 days is no limit
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder shutdownGrace(Duration grace) {
      shutdownGrace =
          Arguments.notNegative(
              "shutdownGrace",
              grace,
              "the time that a worker has to stop by itself before it is killed");
      return this;
    }

    /**
     * How long {@link ProcessPool#close()} waits for tasks before it ends them as {@link
     * ProcessPool#shutdownNow} does.
     *
     * <p>Default: no limit, as for every {@code ExecutorService}.
     *
     * @param limit zero to end them at once; more than 36,500 days is no limit
     * @return this builder
     * @throws IllegalArgumentException if the duration is out of range
     */
    public Builder closeTimeout(Duration limit) {
      closeTimeout = PoolOptions.checkCloseTimeout(limit);
      return this;
    }

    /**
     * The longest encoded item, function or result. What is longer fails with {@link
     * SerializationException}, before anything of that size is allocated on the other side. What a
     * task throws always arrives: it may take 16 MiB however low this limit is, and is told in less
     * detail where that is not enough.
     *
     * <p>Default: {@code 1g}.
     *
     * @param size a {@linkplain ByteSize#parse size}, {@code 1k} to {@code 2047m}
     * @return this builder
     * @throws IllegalArgumentException if it is not a size or out of range
     */
    public Builder maxMessageSize(String size) {
      maxMessageBytes =
          Math.toIntExact(
              Arguments.size(
                  "maxMessageSize",
                  size,
                  LaunchChecks.MIN_MESSAGE,
                  LaunchChecks.MAX_MESSAGE,
                  "the largest encoded size of an item, function or result, which must fit into"
                      + " one array"));
      return this;
    }

    /**
     * With how much resident memory (RAM) a worker process may begin an item. One that has more is
     * replaced: it finishes the item that it runs, begins no other, and leaves; what it had not
     * begun runs elsewhere. Nothing fails and nothing counts as a crash.
     *
     * <p>It bounds what builds up from task to task, as {@code worker_max_memory_per_child} of
     * Celery does: leaks in native code, caches, a heap that grew. The memory is looked at between
     * items, so it does not bound what one item takes; {@link #maxHeap} does that for the heap. A
     * worker that is fresh has some 50 MiB, and it runs at least one item whatever the limit. Where
     * the system does not say what is resident, as on macOS, the used part of the heap is taken
     * instead.
     *
     * <p>Default: no limit.
     *
     * @param size a {@linkplain ByteSize#parse size} such as {@code 512m}, at least {@code 16m}
     * @return this builder
     * @throws IllegalArgumentException if it is not a size or too small
     */
    public Builder maxWorkerMemory(String size) {
      maxWorkerMemoryBytes =
          Arguments.size(
              "maxWorkerMemory",
              size,
              LaunchChecks.MIN_RESIDENT,
              LaunchChecks.MAX_HEAP,
              "the resident memory of a worker process above which it starts no further item");
      return this;
    }

    /**
     * Which classes results and exceptions may have in them, for workers that may run code nobody
     * trusts: what they send back is data from a stranger, and a class that is made from such data
     * may do harm.
     *
     * <p>Numbers, texts, the JDK's collections, dates and its other plain values, arrays of what is
     * allowed, and the JDK's exceptions are always allowed; everything else must fit a pattern: the
     * classes of your records and enums, those of their fields, and classes of the JDK that are no
     * values. A result with another class in it is a {@link SerializationException} that says which
     * class, where it was, and what to add here; the class is not even loaded. An exception of
     * another class arrives as a {@link dev.procession.task.StandInException}.
     *
     * <p>Default: all classes, but for those of the JDK that are no values, and some of libraries
     * that are known to be of use to attackers.
     *
     * @param classNamePatterns {@code com.example.Order} for a class, {@code
     *     com.example.Order$Line} for a nested one, {@code com.example.*} for a package, {@code
     *     com.example.**} for a package and those below; none at all to allow no classes of your
     *     own
     * @return this builder
     * @throws IllegalArgumentException if one is no such pattern
     */
    public Builder allowedResults(String... classNamePatterns) {
      allowedResults = LaunchChecks.classNames("allowedResults", classNamePatterns);
      return this;
    }

    /**
     * Takes what the workers print, in place of the default.
     *
     * <p>Default: every line is printed to this JVM's {@code System.out} or {@code System.err},
     * with the worker's number before it: {@code [worker 2] text}.
     *
     * <pre>{@code
     * ProcessPool pool =
     *     ProcessPool.builder()
     *         .onOutput((worker, stream, line) -> System.err.println(worker + ": " + line))
     *         .build();
     * }</pre>
     *
     * @param output takes each line
     * @return this builder
     */
    public Builder onOutput(WorkerOutput output) {
      onOutput = Objects.requireNonNull(output, "onOutput");
      return this;
    }

    /**
     * Tells somebody what becomes of the pool and its workers. Calls of this method add up: every
     * listener is told.
     *
     * <p>Default: nobody.
     *
     * @param listener is told; should not refer to the pool, see there
     * @return this builder
     */
    public Builder listener(PoolListener listener) {
      Objects.requireNonNull(listener, "listener");
      listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
      return this;
    }

    /**
     * Shows the pool on a page that a browser on this machine can open, at {@link
     * ProcessPool#liveAddress}: a lane for each worker with its chunks as they run, its memory and
     * its crashes, the jobs, failures, and what workers print. All pools of this JVM that ask for
     * it are on one page, which is there until the last of them has ended. It is served on the
     * loopback interface only, needs the module {@code jdk.httpserver}, and changes nothing.
     *
     * <p>There may be 256 connections. The JDK's server has one limit for all its servers in a JVM,
     * the system property {@code jdk.httpserver.maxConnections}, which is set with the first page
     * unless it has a value.
     *
     * <p>A page that cannot be served, because the port is in use or the module is missing, is no
     * reason for the pool to fail: that is logged.
     *
     * <p>Default: no page.
     *
     * <pre>{@code
     * ProcessPool pool = ProcessPool.builder().live(0).build();
     * System.err.println("See it live: " + pool.liveAddress().orElseThrow());
     * }</pre>
     *
     * @param port 0 for wherever the page is already, or any port that is free; else 1 to 65535
     * @return this builder
     * @throws IllegalArgumentException if the port is out of range
     */
    public Builder live(int port) {
      livePort =
          Arguments.between(
              "live", port, 0, 65_535, "the port of the live page; 0 takes any free port");
      return this;
    }

    /**
     * The hosts on which the workers run, rather than on this machine. {@link #build} connects to
     * them, and waits until each is there or cannot be reached. Then {@link #workers} is at most
     * how many there are; by default as many as the hosts have room for.
     *
     * <p>A host that is killed, frozen or cut off costs no result: its workers are gone, or frozen
     * with it, before what they had been sent runs elsewhere. So an item may run more than once;
     * see {@link #hostRetries}.
     *
     * <p>Default: this machine.
     *
     * @param hosts the hosts
     * @return this
     * @throws NullPointerException if it is null
     */
    public Builder cluster(Cluster hosts) {
      cluster = Objects.requireNonNull(hosts, "cluster");
      return this;
    }

    /**
     * How often an item is run again whose worker was lost with its host. An item that is lost more
     * often fails with {@link HostLostException}.
     *
     * <p>Default: 3.
     *
     * @param retries how often; with 0 no item runs twice because of a host, and all that the
     *     workers of a lost host had been sent, two chunks each, fail
     * @return this
     * @throws IllegalArgumentException if it is negative or more than 100
     */
    public Builder hostRetries(int retries) {
      hostRetries =
          Arguments.between(
              "hostRetries",
              retries,
              0,
              PoolOptions.MAX_HOST_RETRIES,
              "it is how often an item runs again that was lost with a host");
      return this;
    }

    /**
     * Makes the pool, without waiting for its workers to start.
     *
     * @return the pool
     * @throws SerializationException if the {@link #initializer} cannot be encoded
     */
    public ProcessPool build() {
      return LocalProcessPool.open(new PoolOptions(this));
    }
  }
}
