package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.HostInfo;
import dev.procession.HostLostException;
import dev.procession.HostsLostException;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.PoolListener;
import dev.procession.PoolStats;
import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.Progress;
import dev.procession.SerializationException;
import dev.procession.TaskFailedException;
import dev.procession.TaskOptions;
import dev.procession.TaskTimeoutException;
import dev.procession.WhenFull;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput;
import dev.procession.WorkerStartException;
import dev.procession.WorkerState;
import dev.procession.task.Broadcast;
import dev.procession.task.DeadlockException;
import dev.procession.task.PerWorker;
import dev.procession.task.QueueClosedException;
import dev.procession.task.SerializableAction;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableConsumer;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedMap;
import dev.procession.task.SharedObjects;
import dev.procession.task.SharedQueue;
import dev.procession.task.SharedSemaphore;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
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
  void poolWithoutALivePageHasNoAddress() {
    ProcessPool.Builder builder = ProcessPool.builder().workers(1).live(0);
    assertThrows(IllegalArgumentException.class, () -> builder.live(-1));
    assertThrows(IllegalArgumentException.class, () -> builder.live(65_536));
    try (ProcessPool pool = ProcessPool.builder().workers(1).build()) {
      Optional<URI> address = pool.liveAddress();
      assertEquals(Optional.empty(), address);
    }
  }

  @Test
  void exceptionsAreOneSealedFamily() {
    assertTrue(Modifier.isAbstract(ProcessionException.class.getModifiers()));
    assertEquals(
        Set.of(
            TaskFailedException.class,
            TaskTimeoutException.class,
            WorkerCrashedException.class,
            SerializationException.class,
            WorkerStartException.class,
            HostLostException.class,
            HostsLostException.class),
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
        Stream.of(WorkerInfo.class, HostInfo.class, PoolStats.class, Progress.class)
            .allMatch(Class::isRecord));
  }

  /** So that nobody has to look up which of them takes what. */
  @Test
  void everyKindOfInputIsTakenByEveryMethodWithAndWithoutOptions() {
    for (String name : List.of("map", "mapAsync", "stream", "outcomes", "forEach")) {
      for (Class<?> input : List.of(Iterable.class, Object[].class, Stream.class, Iterator.class)) {
        assertTrue(takes(name, input), name + " of " + input);
      }
    }
    for (Class<?> array : List.of(int[].class, long[].class, double[].class)) {
      assertTrue(takes("map", array), "map of " + array);
    }
  }

  private static boolean takes(String name, Class<?> input) {
    List<List<Class<?>>> second =
        Arrays.stream(ProcessPool.class.getMethods())
            .filter(method -> method.getName().equals(name))
            .map(method -> List.of(method.getParameterTypes()))
            .map(types -> types.subList(1, types.size()))
            .toList();
    return second.contains(List.of(input)) && second.contains(List.of(input, MapOptions.class));
  }

  @Test
  void taskTypesAreSerializableAndHaveOneMethod() {
    List<Class<?>> types =
        List.of(
            SerializableFunction.class,
            SerializableBiFunction.class,
            SerializableCallable.class,
            SerializableConsumer.class,
            SerializableAction.class,
            SerializableRunnable.class);

    assertTrue(types.stream().allMatch(Serializable.class::isAssignableFrom));
    assertTrue(types.stream().allMatch(t -> t.isAnnotationPresent(FunctionalInterface.class)));
    assertTrue(Callable.class.isAssignableFrom(SerializableCallable.class));
    assertTrue(Runnable.class.isAssignableFrom(SerializableRunnable.class));
    assertTrue(
        Stream.of(
                Broadcast.class,
                PerWorker.class,
                SharedLatch.class,
                SharedLock.class,
                SharedLong.class,
                SharedMap.class,
                SharedQueue.class,
                SharedSemaphore.class)
            .allMatch(Serializable.class::isAssignableFrom));
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
            .name("pool")
            .registerMBeans(false)
            .forwardLogs()
            .maxQueued(10)
            .whenFull(WhenFull.BLOCK)
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
    List<HostInfo> hosts = built.hosts();
    PoolStats stats = built.stats();
    perProcessor.close();
    four.close();
    use(workers, hosts, stats);
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
    List<Number> ofArray = pool.<CharSequence, Number>map(HASH, new String[] {"a"});
    List<Number> ofInts = pool.<Number>map(HASH, new int[] {1});
    List<Number> ofIntsWithOptions = pool.<Number>map(HASH, new int[] {1}, OPTIONS);
    List<Number> ofLongs = pool.<Number>map(HASH, new long[] {1}, OPTIONS);
    List<Number> ofDoubles = pool.<Number>map(HASH, new double[] {1}, OPTIONS);
    use(ofIntsWithOptions, ofLongs, ofDoubles);
    List<Number> mappedStream = pool.<CharSequence, Number>map(HASH, endless, OPTIONS);
    List<Number> ofIterator = pool.<CharSequence, Number>map(HASH, words.iterator());
    Stream<Outcome<Number>> outcomesOfStream =
        pool.<CharSequence, Number>outcomes(HASH, endless, OPTIONS);
    SerializableConsumer<Object> action = word -> {};
    pool.forEach(action, words);
    pool.forEach(action, words, OPTIONS);
    pool.forEach(action, new String[] {"a"});
    pool.forEach(action, endless);
    pool.forEach(action, words.iterator(), OPTIONS);
    Stream<Outcome<Number>> outcomesOfIterator =
        pool.<CharSequence, Number>outcomes(HASH, words.iterator(), OPTIONS);
    CompletableFuture<List<Number>> laterOfArray =
        pool.<CharSequence, Number>mapAsync(HASH, new String[] {"a"}, OPTIONS);
    CompletableFuture<List<Number>> laterOfStream =
        pool.<CharSequence, Number>mapAsync(HASH, endless, OPTIONS);
    CompletableFuture<List<Number>> laterOfIterator =
        pool.<CharSequence, Number>mapAsync(HASH, words.iterator(), OPTIONS);
    use(outcomesOfIterator, laterOfArray, laterOfStream, laterOfIterator);
    pool.resize(2);
    use(ofArray, ofInts, mappedStream, ofIterator, outcomesOfStream);
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
    TaskOptions options =
        TaskOptions.defaults()
            .timeout(Duration.ofSeconds(1))
            .crashRetries(1)
            .retries(1)
            .retryOn(IOException.class, RuntimeException.class)
            .retryDelay(Duration.ZERO)
            .name("name")
            .priority(1);
    CompletableFuture<Integer> calledWithOptions = pool.submit(calls, options);
    CompletableFuture<?> ranWithOptions = pool.submit(runs, options);
    use(calledWithOptions, ranWithOptions);
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
            .retries(0)
            .retryOn(IOException.class)
            .retryDelay(Duration.ZERO)
            .name("name")
            .priority(0)
            .atMostOnce()
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

  static void sharedObjects(ProcessPool pool) throws InterruptedException {
    SharedObjects shared = pool.shared();
    try (SharedLock lock = shared.lock();
        SharedLock named = shared.lock("name")) {
      Lock asLock = lock;
      asLock.lock();
      use(lock.wasAbandoned(), lock.tryLock(1, TimeUnit.SECONDS), named.tryLock());
      lock.lockInterruptibly();
      lock.unlock();
    }
    try (SharedSemaphore semaphore = shared.semaphore(3);
        SharedSemaphore named = shared.semaphore("name", 3)) {
      semaphore.acquire();
      semaphore.acquire(2);
      use(semaphore.tryAcquire(), named.tryAcquire(1, TimeUnit.SECONDS));
      semaphore.release();
      semaphore.release(2);
    }
    try (SharedLong counter = shared.counter(0);
        SharedLong named = shared.counter("name", 0)) {
      counter.set(counter.get());
      counter.add(1);
      boolean set = named.compareAndSet(1, 2);
      use(set, counter.addAndGet(1), counter.incrementAndGet());
      use(counter.accumulateMax(1), counter.accumulateMin(1));
    }
    try (SharedQueue<String> queue = shared.queue(1);
        SharedQueue<String> named = shared.queue("name", 1)) {
      queue.put("a");
      use(queue.offer("a", 1, TimeUnit.SECONDS), queue.poll(1, TimeUnit.SECONDS), queue.size());
      Stream<String> items = named.stream();
      use(queue.take(), items);
    } catch (QueueClosedException e) {
      use(e);
    }
    try (SharedMap<String, Integer> map = shared.map();
        SharedMap<String, Integer> named = shared.map("name")) {
      use(map.get("a"), map.put("a", 1), map.putIfAbsent("a", 1), map.remove("a"), map.size());
      use(map.replace("a", 1), named.compute("a", (key, n) -> n == null ? 1 : n + 1));
    }
    try (SharedLatch latch = shared.latch(1);
        SharedLatch named = shared.latch("name", 1)) {
      latch.countDown();
      latch.await();
      use(latch.await(1, TimeUnit.SECONDS), named.getCount());
    }
    RuntimeException deadlock = new DeadlockException("the cycle");
    PerWorker<StringBuilder> perWorker = pool.perWorker(StringBuilder::new);
    CharSequence isolated = pool.isolate(CharSequence.class, StringBuilder::new);
    use(deadlock, perWorker.get(), isolated);
  }

  static void contexts() {
    boolean isWorker = WorkerContext.isWorker();
    WorkerContext context = WorkerContext.current();
    int id = context.workerId();
    long pid = context.pid();
    long index = context.taskIndex();
    int attempt = context.attempt();
    boolean cancelled = context.isCancelled();
    context.retire("reason");
    use(isWorker, id, pid, index, attempt, cancelled);
  }

  static void outcomes(Outcome<String> outcome) {
    long index = outcome.index();
    boolean success = outcome.isSuccess();
    String value = outcome.get();
    Object item = outcome.item();
    if (outcome instanceof Outcome.Failure<String> failure) {
      ProcessionException error = failure.error();
      use(error, failure.index());
    } else if (outcome instanceof Outcome.Success<String> reached) {
      use(reached.get(), reached.index());
    }
    use(index, success, value, item);
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
