package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.PoolListener;
import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.Progress;
import dev.procession.SerializationException;
import dev.procession.TaskFailedException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput;
import dev.procession.WorkerStartException;
import dev.procession.WorkerState;
import dev.procession.task.Broadcast;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The names and types that programs are written against, all of them, as wide as they are meant to
 * be: a function may take more than the items are and return less than the results are. Most of it
 * is shown by the compiler before a test runs.
 */
final class ApiContractTest {
  private static final SerializableFunction<Object, Integer> HASH = Object::hashCode;
  private static final SerializableBiFunction<Object, Object, Integer> BOTH = (a, b) -> 2;
  private static final List<String> WORDS = List.of("a");
  private static final MapOptions OPTIONS = MapOptions.defaults();

  @Test
  void poolIsAnExecutorServiceThatIsClosed() {
    assertTrue(ProcessPool.class.isInterface());
    assertTrue(ExecutorService.class.isAssignableFrom(ProcessPool.class));
    assertTrue(AutoCloseable.class.isAssignableFrom(ProcessPool.class));
  }

  @Test
  void exceptionsAreOneSealedFamilyOfFive() {
    assertTrue(Modifier.isAbstract(ProcessionException.class.getModifiers()));
    assertEquals(
        Set.of(
            TaskFailedException.class,
            TaskTimeoutException.class,
            WorkerCrashedException.class,
            SerializationException.class,
            WorkerStartException.class),
        Set.of(ProcessionException.class.getPermittedSubclasses()));
    assertEquals(RuntimeException.class, ProcessionException.class.getSuperclass());
  }

  @Test
  void outcomesAreSuccessOrFailure() {
    assertEquals(
        Set.of(Outcome.Success.class, Outcome.Failure.class),
        Set.of(Outcome.class.getPermittedSubclasses()));
    assertTrue(Outcome.Success.class.isRecord() && Outcome.Failure.class.isRecord());
  }

  @Test
  void figuresAreRecords() {
    assertTrue(
        Stream.of(WorkerInfo.class, PoolStats.class, Progress.class).allMatch(Class::isRecord));
  }

  @Test
  void taskTypesAreSerializableAndHaveOneMethod() {
    List<Class<?>> types =
        List.of(
            SerializableFunction.class,
            SerializableBiFunction.class,
            SerializableCallable.class,
            SerializableRunnable.class);

    assertTrue(types.stream().allMatch(Serializable.class::isAssignableFrom));
    assertTrue(types.stream().allMatch(t -> t.isAnnotationPresent(FunctionalInterface.class)));
    assertTrue(Callable.class.isAssignableFrom(SerializableCallable.class));
    assertTrue(Runnable.class.isAssignableFrom(SerializableRunnable.class));
    assertTrue(Serializable.class.isAssignableFrom(Broadcast.class));
  }

  @Test
  void settersOfTheBuilderReturnIt() {
    Set<String> others =
        Arrays.stream(ProcessPool.Builder.class.getMethods())
            .filter(method -> method.getDeclaringClass() == ProcessPool.Builder.class)
            .filter(method -> method.getReturnType() != ProcessPool.Builder.class)
            .map(method -> method.getName())
            .collect(Collectors.toSet());

    assertEquals(Set.of("build"), others);
  }

  static void pools(Path folder, WorkerOutput output, PoolListener listener) {
    ProcessPool perProcessor = ProcessPool.create();
    ProcessPool four = ProcessPool.create(4);
    ProcessPool.Builder builder =
        ProcessPool.builder()
            .workers(1)
            .jvmArgs()
            .jvmArgs("-Xss4m", "-Da=b")
            .maxHeap("256m")
            .javaHome(folder)
            .classPath(folder, folder)
            .environment(Map.of("A", "b"))
            .inheritEnvironment(true)
            .directory(folder)
            .initializer(() -> {})
            .taskTimeout(Duration.ofSeconds(1))
            .crashRetries(0)
            .maxTasksPerWorker(1)
            .maxWorkerMemory("512m")
            .idleTimeout(Duration.ofSeconds(1))
            .startTimeout(Duration.ofSeconds(1))
            .shutdownGrace(Duration.ZERO)
            .maxMessageSize("1g")
            .onOutput(output)
            .onOutput((worker, stream, line) -> use(worker, stream, line))
            .listener(listener);
    ProcessPool built = builder.build();
    List<WorkerInfo> workers = built.workers();
    PoolStats stats = built.stats();
    perProcessor.close();
    four.close();
    use(workers, stats);
  }

  static void maps(ProcessPool pool, Iterable<String> words, Stream<String> endless) {
    List<Number> ordered = pool.<CharSequence, Number>map(HASH, words);
    List<Number> withOptions = pool.<CharSequence, Number>map(HASH, words, OPTIONS);
    List<Number> zipped = pool.<CharSequence, Object, Number>map(BOTH, words, WORDS);
    CompletableFuture<List<Number>> later = pool.<CharSequence, Number>mapAsync(HASH, words);
    CompletableFuture<List<Number>> laterWithOptions =
        pool.<CharSequence, Number>mapAsync(HASH, words, OPTIONS);
    Stream<Number> lazy = pool.<CharSequence, Number>stream(HASH, words);
    Stream<Number> lazyWithOptions = pool.<CharSequence, Number>stream(HASH, words, OPTIONS);
    Stream<Number> ofStream = pool.<CharSequence, Number>stream(HASH, endless);
    Stream<Number> ofStreamWithOptions = pool.<CharSequence, Number>stream(HASH, endless, OPTIONS);
    Stream<Outcome<Number>> outcomes = pool.<CharSequence, Number>outcomes(HASH, words);
    Stream<Outcome<Number>> outcomesWithOptions =
        pool.<CharSequence, Number>outcomes(HASH, words, OPTIONS);
    use(ordered, withOptions, zipped, later, laterWithOptions, lazy, lazyWithOptions);
    use(ofStream, ofStreamWithOptions, outcomes, outcomesWithOptions);
  }

  static void submits(ProcessPool pool, SerializableRunnable runs) throws InterruptedException {
    SerializableCallable<Integer> calls =
        () -> {
          throw new IOException("checked");
        };
    CompletableFuture<Integer> called = pool.submit(calls);
    CompletableFuture<?> ran = pool.submit(runs);
    pool.execute(runs);
    use(called, ran, pool.invokeAll(List.of(calls, calls)));
  }

  static void options(Consumer<Object> anything) {
    MapOptions options =
        MapOptions.defaults()
            .chunkSize(1)
            .unordered()
            .taskTimeout(Duration.ofSeconds(1))
            .crashRetries(0)
            .window(1)
            .onProgress(anything)
            .onProgress(ApiContractTest::progress);
    use(options);
  }

  private static void progress(Progress progress) {
    long done = progress.done();
    long failed = progress.failed();
    OptionalLong total = progress.total();
    Duration elapsed = progress.elapsed();
    use(done, failed, total, elapsed);
  }

  static void broadcasts(ProcessPool pool) {
    try (Broadcast<Map<String, Integer>> table = pool.broadcast(Map.of("a", 1))) {
      use(pool.map(word -> table.value().get(word), WORDS));
    }
  }

  static void contexts() {
    boolean isWorker = WorkerContext.isWorker();
    WorkerContext context = WorkerContext.current();
    int id = context.workerId();
    long pid = context.pid();
    long index = context.taskIndex();
    int attempt = context.attempt();
    boolean cancelled = context.isCancelled();
    use(isWorker, id, pid, index, attempt, cancelled);
  }

  static void outcomes(Outcome<String> outcome) {
    long index = outcome.index();
    boolean success = outcome.isSuccess();
    String value = outcome.get();
    if (outcome instanceof Outcome.Failure<String> failure) {
      ProcessionException error = failure.error();
      use(error, failure.index());
    } else if (outcome instanceof Outcome.Success<String> reached) {
      use(reached.get(), reached.index());
    }
    use(index, success, value);
  }

  static void failures(ProcessionException error, WorkerCrashedException crash) {
    OptionalLong index = error.index();
    OptionalInt exitCode = crash.exitCode();
    Optional<String> signal = crash.signal();
    String stderrTail = crash.stderrTail();
    long pid = crash.pid();
    int attempts = crash.attempts();
    use(index, exitCode, signal, stderrTail, pid, attempts);
  }

  static void figures(WorkerInfo worker, PoolStats stats) {
    int id = worker.id();
    long pid = worker.pid();
    WorkerState state = worker.state();
    long completed = worker.tasksCompleted();
    use(id, pid, state, completed);
    long done = stats.tasksCompleted();
    long failed = stats.tasksFailed();
    long started = stats.workersStarted();
    long lost = stats.workersLost();
    long sent = stats.bytesSent();
    long received = stats.bytesReceived();
    use(done, failed, started, lost, sent, received);
  }

  private static void use(Object... values) {
    System.out.println(values.length);
  }
}
