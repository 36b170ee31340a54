package dev.procession.worker;

import static dev.procession.worker.LaunchedWorkers.coordinatorOf;
import static dev.procession.worker.LaunchedWorkers.exitCode;
import static dev.procession.worker.LaunchedWorkers.isRunning;
import static dev.procession.worker.LaunchedWorkers.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.task.SerializableFunction;
import dev.procession.task.WorkerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker as its coordinator launches it: what only a real process can show. */
@Timeout(60)
class LaunchedWorkerTest {
  private static final SerializableFunction<Integer, Integer> SQUARE = x -> x * x;
  private static final SerializableFunction<Integer, Integer> SPIN =
      x -> {
        System.out.println("spinning");
        synchronized (System.out) {
          while (true) {
            Thread.onSpinWait();
          }
        }
      };

  @RegisterExtension final LaunchedWorkers workers = new LaunchedWorkers();

  /** What a task in a worker keeps. */
  private static volatile byte[] hoarded = {};

  private Path folder;

  @BeforeEach
  void takeFolder(@TempDir Path newFolder) {
    folder = newFolder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd", "stdio"})
  void squaresNumbersAndLeaves(String mode) throws Exception {
    Process process = workers.launch(mode);
    ScriptedCoordinator coordinator = coordinatorOf(process);

    ToCoordinator.Hello hello = coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 1, 2, 3, 4, 5);

    assertEquals(process.pid(), hello.pid());
    assertEquals(List.of(1, 4, 9, 16, 25), coordinator.values(1, 0, 5));
    coordinator.send(new ToWorker.Bye());
    assertEquals(0, exitCode(process));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd", "stdio"})
  void endOfInputEndsASpinningWorker(String mode) throws Exception {
    Process process = workers.launch(mode);
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SPIN);
    coordinator.run(1, 1, 0);
    readUntil(process.getErrorStream(), "spinning\n");

    coordinator.hangUp();

    assertEquals(ProcessExit.COORDINATOR_GONE, exitCode(process));
    assertFalse(Files.exists(folder.resolve("page")));
  }

  @Test
  void endOfInputEndsWhatTasksStartedAndEmptiesThePoolsFolder() throws Exception {
    Path poolFolder = Files.createDirectory(folder.resolve(ProgressPage.FOLDER_PREFIX + "test"));
    Files.createFile(poolFolder.resolve("args-1"));
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(poolFolder);
    SerializableFunction<Integer, Long> start =
        x -> new ProcessBuilder("sleep", "600").start().pid();
    coordinator.define(1, FunctionKind.FUNCTION, start);
    coordinator.run(1, 1, 1);
    long grandchild = (Long) coordinator.values(1, 0, 1).get(0);

    coordinator.hangUp();

    assertEquals(ProcessExit.COORDINATOR_GONE, exitCode(process));
    while (isRunning(grandchild)) {
      Thread.onSpinWait();
    }
    assertFalse(Files.exists(poolFolder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd", "stdio"})
  void printsAreRelayedAndInputIsEmpty(String mode) throws Exception {
    Process process = workers.launch(mode);
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> chat =
        x -> {
          System.out.println("out " + x);
          System.err.println("err " + x);
          return System.in.read();
        };
    coordinator.define(1, FunctionKind.FUNCTION, chat);
    coordinator.run(1, 1, 1, 2);

    assertEquals(List.of(-1, -1), coordinator.values(1, 0, 2));
    coordinator.send(new ToWorker.Bye());
    assertEquals(
        "\u0010\u000eout 1\n\u0010\u000ferr 1\n\u0010\u000eout 2\n\u0010\u000ferr 2\n",
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void noiseOfChildrenStaysOffTheChannel() throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> shout =
        x -> new ProcessBuilder("sh", "-c", "echo noise; cat").inheritIO().start().waitFor();
    coordinator.define(1, FunctionKind.FUNCTION, shout);
    coordinator.run(1, 1, 1, 2);

    assertEquals(List.of(0, 0), coordinator.values(1, 0, 2));
    coordinator.send(new ToWorker.Bye());
    assertEquals(
        "noise\nnoise\n",
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void taskCanEndItsProcessWithItsOwnCode() throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> leave =
        x -> {
          System.exit(x);
          return x;
        };
    coordinator.define(1, FunctionKind.FUNCTION, leave);
    coordinator.run(1, 1, 7);

    assertEquals(7, exitCode(process));
  }

  @Test
  void shutdownHooksRunAfterBye() throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<String, Boolean> hook =
        text -> {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.print(text)));
          return WorkerContext.isWorker();
        };
    coordinator.define(1, FunctionKind.FUNCTION, hook);
    coordinator.run(1, 1, "cleaned up");

    assertEquals(List.of(true), coordinator.values(1, 0, 1));
    coordinator.send(new ToWorker.Bye());
    assertEquals(
        "cleaned up", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(0, exitCode(process));
  }

  @Test
  void hangingShutdownHooksAreCutShortWhenTheCoordinatorHangsUp() throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> hook =
        x -> {
          Runtime.getRuntime().addShutdownHook(new Thread(LaunchedWorkerTest::hang));
          return x;
        };
    coordinator.define(1, FunctionKind.FUNCTION, hook);
    coordinator.run(1, 1, 1);
    coordinator.values(1, 0, 1);
    coordinator.send(new ToWorker.Bye());
    readUntil(process.getErrorStream(), "hanging\n");

    coordinator.hangUp();

    assertEquals(0, exitCode(process));
  }

  @Test
  void tasksRecurseAsDeepAsTheUsualFlagOfTheJvmSays() throws Exception {
    Process process = workers.launch("fd", "-Xss160m");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> recurse = LaunchedWorkerTest::depth;
    coordinator.define(1, FunctionKind.FUNCTION, recurse);
    coordinator.run(1, 1, 1_000_000);

    assertEquals(List.of(1_000_000), coordinator.values(1, 0, 1));
  }

  @SuppressWarnings("InfiniteRecursion") // It is what is tested.
  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  private static long mostResidentKib(int ignored) {
    try {
      endless(0);
    } catch (StackOverflowError e) {
      // What it is about.
    }
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void endlessRecursionOfATaskTakesNoMoreMemoryThanOnAThread() throws Exception {
    Process process = workers.launch("fd");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Long> recurse = LaunchedWorkerTest::mostResidentKib;
    coordinator.define(1, FunctionKind.FUNCTION, recurse);
    coordinator.run(1, 1, 1);

    long kib = (Long) coordinator.values(1, 0, 1).get(0);

    assertTrue(kib < 150_000, kib + " KiB");
  }

  /** A function whose class is found in the coordinator only, as is that of its results. */
  static final class Greeting implements SerializableFunction<String, List<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<String> apply(String name) {
      return List.of(new Word("hello " + name).text(), String.valueOf(getClass().getClassLoader()));
    }
  }

  /** What {@link Greeting} needs. */
  record Word(String text) {}

  @Test
  void codeThatIsNotOnItsClassPathIsFetched() throws Exception {
    String lacking = LaunchedWorkers.classPath().replaceAll("[^:]*test-classes[^:]*:?", "");
    Process process = workers.launch("fd", "-cp", lacking);
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, new Greeting());
    coordinator.run(1, 1, "you");

    List<?> greeting = (List<?>) coordinator.values(1, 0, 1).get(0);

    assertEquals("hello you", greeting.get(0));
    assertTrue(
        String.valueOf(greeting.get(1)).startsWith(FetchingClassLoader.class.getName()),
        String.valueOf(greeting.get(1)));
  }

  @Test
  void survivesATaskThatUsesUpTheHeap() throws Exception {
    Process process = workers.launch("fd", "-Xmx64m");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> exhaust =
        x -> {
          Object hoard = x;
          while (true) {
            hoard = new Object[] {hoard, new byte[1 << 20]};
          }
        };
    coordinator.define(1, FunctionKind.FUNCTION, exhaust);
    coordinator.define(2, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 0);
    coordinator.run(2, 2, 3);

    coordinator.next(ToCoordinator.Retiring.class);
    assertInstanceOf(Answer.Threw.class, coordinator.answers(1, 0, 1).get(0));
    coordinator.send(new ToWorker.Revoke(2));
    assertEquals(new ToCoordinator.Returned(2, 0), coordinator.next(ToCoordinator.Returned.class));
    coordinator.send(new ToWorker.Bye());
    assertEquals(0, exitCode(process));
  }

  @Test
  void retiresRightAfterTheItemThatTookTooMuchMemory() throws Exception {
    Process process = workers.launch("fd", "-Xmx512m");
    ScriptedCoordinator coordinator = coordinatorOf(process);
    coordinator.limitMemory(150 << 20);
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> hoard =
        megabytes -> {
          hoarded = new byte[megabytes << 20];
          return hoarded.length;
        };
    coordinator.define(1, FunctionKind.FUNCTION, hoard);
    coordinator.run(1, 1, 150, 2, 3);

    String reason = coordinator.next(ToCoordinator.Retiring.class).reason();

    assertTrue(reason.contains("more than the 150.0 MiB of maxWorkerMemory; heap "), reason);
    assertEquals(List.of(150 << 20), coordinator.values(1, 0, 1));
    coordinator.send(new ToWorker.Revoke(1));
    assertEquals(new ToCoordinator.Returned(1, 1), coordinator.next(ToCoordinator.Returned.class));
  }

  @Test
  void startedByHandItSaysWhatItIsFor() throws Exception {
    Process process =
        workers.start(
            List.of(
                LaunchedWorkers.java(), "-cp", LaunchedWorkers.classPath(), Main.class.getName()));

    assertEquals(ProcessExit.START_FAILED, exitCode(process));
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("workers are started by a ProcessPool"), said);
  }

  static void hang() {
    System.err.println("hanging");
    while (true) {
      Thread.onSpinWait();
    }
  }

  static int depth(int levels) {
    return levels == 0 ? 0 : 1 + depth(levels - 1);
  }
}
