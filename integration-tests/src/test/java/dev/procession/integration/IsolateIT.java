package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.TaskTimeoutException;
import dev.procession.WorkerCrashedException;
import dev.procession.task.PerWorker;
import dev.procession.task.SerializableFunction;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Objects in worker processes: one for each worker, and one behind its interface. */
@ExtendWith(SharedPool.class)
final class IsolateIT {
  /** What is isolated. */
  interface Engine {
    String read(String text) throws IOException;

    int calls();

    default String twice(String text) throws IOException {
      return read(read(text));
    }

    <T> T apply(SerializableFunction<String, T> function) throws Exception;

    void crash();

    void hang() throws InterruptedException;

    long process();

    Thread unsendable();
  }

  /** An engine with state, which is of one process. */
  static final class NativeEngine implements Engine {
    private int calls;

    @Override
    public String read(String text) throws IOException {
      calls++;
      if (text.isEmpty()) {
        throw new IOException("nothing to read");
      }
      return text.toUpperCase(java.util.Locale.ROOT) + "!";
    }

    @Override
    public int calls() {
      return calls;
    }

    @Override
    public <T> T apply(SerializableFunction<String, T> function) throws Exception {
      return function.apply("applied");
    }

    @Override
    public void crash() {
      Runtime.getRuntime().halt(134);
    }

    @Override
    public void hang() throws InterruptedException {
      Thread.sleep(600_000);
    }

    @Override
    public long process() {
      return ProcessHandle.current().pid();
    }

    @Override
    public Thread unsendable() {
      return Thread.currentThread();
    }
  }

  @Test
  void callsRunInAnotherProcessWithArgumentsAndResults(ProcessPool pool) throws Exception {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);

    assertEquals("ABC!", engine.read("abc"));
    assertEquals("X!!", engine.twice("x"));
    assertEquals(7, engine.apply(String::length));
    assertNotEquals(ProcessHandle.current().pid(), engine.process());
  }

  @Test
  void whatTheMethodThrowsIsThrown(ProcessPool pool) {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);

    IOException error = assertThrows(IOException.class, () -> engine.read(""));
    assertEquals("nothing to read", error.getMessage());
    assertThrows(NullPointerException.class, () -> engine.read(null));
    assertNames(
        "Engine.unsendable", assertThrows(SerializationException.class, engine::unsendable));
  }

  private static void assertNames(String name, Exception error) {
    assertTrue(String.valueOf(error.getMessage()).contains(name), error.getMessage());
  }

  @Test
  void messagesNameTheInterfaceAndItsMethod(ProcessPool pool) {
    CharSequence none = pool.isolate(CharSequence.class, () -> null);
    CharSequence failing =
        pool.isolate(
            CharSequence.class,
            () -> {
              throw new IOException("no library");
            });
    Thread here = Thread.currentThread();
    SerializableFunction<String, String> unsendable = text -> text + here;
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);

    assertNames(
        "The factory of CharSequence returned null",
        assertThrows(NullPointerException.class, none::length));
    assertNames(
        "The factory of CharSequence failed: java.io.IOException: no library",
        assertThrows(IllegalStateException.class, failing::length));
    assertNames(
        "Engine.apply", assertThrows(SerializationException.class, () -> engine.apply(unsendable)));
  }

  @Test
  void crashIsTheCallsAndTheNextHasAFreshObject() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      Engine engine = pool.isolate(Engine.class, NativeEngine::new);
      engine.read("a");
      engine.read("b");
      assertEquals(2, engine.calls());
      long before = engine.process();

      WorkerCrashedException crash = assertThrows(WorkerCrashedException.class, engine::crash);

      assertEquals(134, crash.exitCode().getAsInt());
      assertNames("Task 'Engine.crash' failed because its worker died", crash);
      assertEquals(0, engine.calls());
      assertNotEquals(before, engine.process());
    }
  }

  @Test
  void timeoutAppliesToEachCall() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).taskTimeout(Duration.ofSeconds(2)).build()) {
      Engine engine = pool.isolate(Engine.class, NativeEngine::new);

      assertNames("Engine.hang", assertThrows(TaskTimeoutException.class, engine::hang));
      assertEquals(0, engine.calls());
    }
  }

  @Test
  void interruptedCallIsCancelled(ProcessPool pool) throws Exception {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread caller =
        new Thread(() -> end.complete(assertThrows(InterruptedException.class, engine::hang)));
    caller.start();

    caller.interrupt();

    assertEquals(InterruptedException.class, end.get(30, TimeUnit.SECONDS).getClass());
  }

  @Test
  void threadsCallAtOnceOnAsManyObjectsAsThereAreWorkers(ProcessPool pool) {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);

    Set<Long> processes =
        new HashSet<>(IntStream.range(0, 200).parallel().mapToObj(i -> engine.process()).toList());

    assertTrue(processes.size() <= 2, processes::toString);
  }

  @Test
  void objectMethodsAreThoseOfTheHandle(ProcessPool pool) {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);
    Engine other = pool.isolate(Engine.class, NativeEngine::new);

    assertEquals(engine, engine);
    assertNotEquals(engine, other);
    assertEquals(engine.hashCode(), engine.hashCode());
    assertEquals("Isolated[" + Engine.class.getName() + "]", engine.toString());
  }

  interface WithCallback {
    void each(Consumer<String> taker);
  }

  interface Listener {
    void heard(String what);
  }

  interface WithListener {
    void listen(Listener listener);
  }

  interface WithValues {
    int sum(Iterable<Integer> values, Comparable<String> other);
  }

  @Test
  void whatCannotBeIsolatedIsRefused(ProcessPool pool) {
    List<Class<?>> types =
        List.of(WithCallback.class, WithListener.class, NativeEngine.class, Override.class);
    for (Class<?> type : types) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> pool.isolate(type, () -> null));
      assertTrue(refusal.getMessage().contains(type.getName()), refusal::getMessage);
    }
    WithValues values = pool.isolate(WithValues.class, () -> (all, other) -> all.iterator().next());
    assertEquals(3, values.sum(List.of(3), "x"));
  }

  interface Words {
    List<String> of(String text);

    default void each(String text, Consumer<String> taker) {
      of(text).forEach(taker);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void defaultMethodsThatTakeCallbacksRunHere(ProcessPool pool) {
    Words words = pool.isolate(Words.class, () -> text -> List.of(text.split(" ")));
    Function<String, Integer> length =
        pool.isolate(Function.class, () -> (Function<String, Integer>) String::length);
    List<String> taken = new ArrayList<>();

    words.each("to be", taken::add);
    int sum = length.andThen(x -> x + taken.size()).apply("abc");

    assertEquals(List.of("to", "be"), taken);
    assertEquals(5, sum);
  }

  @Test
  void isolatedObjectCannotTravel(ProcessPool pool) {
    Engine engine = pool.isolate(Engine.class, NativeEngine::new);

    SerializationException error =
        assertThrows(SerializationException.class, () -> pool.submit(() -> engine.calls()));

    assertTrue(error.getMessage().contains("perWorker"), error::getMessage);
  }

  private static final AtomicInteger MADE = new AtomicInteger();

  @Test
  void eachWorkerHasItsOwnMadeOnce(ProcessPool pool) {
    PerWorker<List<Integer>> own =
        pool.perWorker(() -> List.of(WorkerContext.current().workerId(), MADE.incrementAndGet()));

    List<List<Integer>> seen = pool.map(i -> own.get(), IntStream.range(0, 1000).boxed().toList());

    for (List<Integer> each : seen) {
      assertEquals(1, each.get(1));
    }
    assertThrows(IllegalStateException.class, own::get);
  }

  @Tag("extended")
  @Test
  void factoryThatFailsIsTriedAgain(ProcessPool pool) throws Exception {
    PerWorker<String> own =
        pool.perWorker(
            () -> {
              if (MADE.getAndIncrement() < 1_000_000) {
                MADE.set(2_000_000);
                throw new IOException("not yet");
              }
              return "there";
            });

    List<String> ends =
        pool.submit(
                () -> {
                  MADE.set(0);
                  String first;
                  try {
                    first = own.get();
                  } catch (IllegalStateException e) {
                    first = String.valueOf(e.getCause().getMessage());
                  }
                  String second = own.get();
                  MADE.set(0);
                  return List.of(first, second);
                })
            .get();

    assertEquals(List.of("not yet", "there"), ends);
  }

  /** Leaves a file when it is closed. */
  private record Closing(String file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.writeString(Path.of(file), "closed");
    }
  }

  /** Works until a file is gone, and leaves one for each instance that is closed. */
  interface Service extends AutoCloseable {
    String workWhile(String file);

    @Override
    void close() throws IOException;
  }

  private record FileService(String folder) implements Service {
    @Override
    public String workWhile(String file) {
      await().until(() -> !Files.exists(Path.of(folder, file)));
      return closedBy();
    }

    private static String closedBy() {
      return "closed by " + ProcessHandle.current().pid();
    }

    @Override
    public void close() throws IOException {
      Files.createFile(Path.of(folder, closedBy()));
    }
  }

  private static Set<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void closeReachesTheInstanceOfEachWorker(ProcessPool pool, @TempDir Path folder)
      throws Exception {
    String name = folder.toString();
    Service service = pool.isolate(Service.class, () -> new FileService(name));
    Set<String> used =
        IntStream.range(0, 100)
            .parallel()
            .mapToObj(i -> service.workWhile("there is none"))
            .collect(Collectors.toSet());

    service.close();
    service.close();

    await().until(() -> namesIn(folder).equals(used));
    assertThrows(IllegalStateException.class, () -> service.workWhile("there is none"));
  }

  @Tag("extended")
  @Test
  void callUnderWayEndsBeforeItsInstanceIsClosed(ProcessPool pool, @TempDir Path folder)
      throws Exception {
    String name = folder.toString();
    Service service =
        pool.isolate(
            Service.class,
            () -> {
              Files.createFile(Path.of(name, "busy"));
              return new FileService(name);
            });
    FutureTask<String> call = new FutureTask<>(() -> service.workWhile("busy"));
    new Thread(call).start();
    await().until(() -> namesIn(folder).equals(Set.of("busy")));

    service.close();

    Files.delete(folder.resolve("busy"));
    String closedBy = call.get(60, TimeUnit.SECONDS);
    await().until(() -> namesIn(folder).equals(Set.of(closedBy)));
  }

  @Tag("extended")
  @Test
  void isClosedWhenItsWorkerLeavesInOrder(@TempDir Path folder) throws Exception {
    String file = folder.resolve("closed").toString();
    try (ProcessPool pool = ProcessPool.create(1)) {
      PerWorker<Closing> own = pool.perWorker(() -> new Closing(file));
      pool.submit(() -> own.get().file()).get();
      assertFalse(Files.exists(Path.of(file)));
    }

    assertEquals("closed", Files.readString(Path.of(file)));
  }

  interface Stubborn extends AutoCloseable {
    long pid();

    @Override
    void close();
  }

  /** Heeds no interrupt. */
  static final class NeverClosed implements Stubborn {
    @Override
    public long pid() {
      return ProcessHandle.current().pid();
    }

    @Override
    public void close() {
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  @Test
  void closeThatHangsIsReportedAndDoesNotKeepThePoolFromClosing() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(Duration.ofSeconds(4))
            .onOutput((worker, stream, line) -> said.add(line))
            .build()) {
      PerWorker<NeverClosed> own = pool.perWorker(NeverClosed::new);
      pool.submit(() -> own.get().pid()).get();
    }

    assertTrue(said.toString().contains("NeverClosed of this worker has not ended within 2000 ms"));
  }

  @Test
  void closeThatHangsCostsItsProcessAndNothingElse() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .shutdownGrace(Duration.ofSeconds(1))
            .onOutput((worker, stream, line) -> said.add(line))
            .build()) {
      Stubborn stubborn = pool.isolate(Stubborn.class, NeverClosed::new);
      long pid = stubborn.pid();

      stubborn.close();
      long next = pool.submit(() -> ProcessHandle.current().pid()).get(1, TimeUnit.MINUTES);

      assertNotEquals(pid, next);
      String last = "NeverClosed has not ended 500 ms after it was interrupted";
      await().until(() -> said.toString().contains(last));
    }
  }
}
