package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.SerializableRunnable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {
  private final ProcessPool.Builder builder = ProcessPool.builder();

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    PoolOptions options = new PoolOptions(builder);

    assertEquals(Runtime.getRuntime().availableProcessors(), options.workers());
    assertEquals(List.of(), options.jvmArgs());
    assertEquals(OptionalLong.empty(), options.maxHeapBytes());
    assertEquals(Path.of(System.getProperty("java.home")), options.javaHome());
    assertEquals(Optional.empty(), options.classPath());
    assertEquals(Map.of(), options.environment());
    assertTrue(options.inheritEnvironment());
    assertEquals(Optional.empty(), options.directory());
    assertEquals(Optional.empty(), options.initializer());
    assertEquals(Optional.empty(), options.taskTimeout());
    assertEquals(0, options.crashRetries());
    assertEquals(OptionalInt.empty(), options.maxTasksPerWorker());
    assertEquals(Optional.empty(), options.idleTimeout());
    assertEquals(Duration.ofSeconds(60), options.startTimeout());
    assertEquals(Duration.ofSeconds(2), options.shutdownGrace());
    assertEquals(1 << 30, options.maxMessageBytes());
    assertEquals(OptionalLong.empty(), options.maxWorkerMemoryBytes());
    assertEquals(Optional.empty(), options.allowedResults());
    assertEquals(Optional.empty(), options.onOutput());
  }

  @Test
  void everySettingArrives(@TempDir Path folder) {
    SerializableRunnable initializer = () -> {};
    WorkerOutput output = (worker, stream, line) -> {};
    builder
        .workers(3)
        .jvmArgs("-Xss4m", "--add-opens", "java.base/java.util=ALL-UNNAMED")
        .maxHeap("256m")
        .javaHome(Path.of(System.getProperty("java.home")))
        .classPath(folder)
        .environment(Map.of("NAME", "value"))
        .inheritEnvironment(false)
        .directory(folder)
        .initializer(initializer)
        .taskTimeout(Duration.ofSeconds(5))
        .crashRetries(2)
        .maxTasksPerWorker(7)
        .idleTimeout(Duration.ofMillis(8))
        .startTimeout(Duration.ofSeconds(6))
        .shutdownGrace(Duration.ZERO)
        .maxMessageSize("2047m")
        .maxWorkerMemory("512m")
        .allowedResults("com.example.Order", "com.example.lines.**")
        .onOutput(output);

    PoolOptions options = new PoolOptions(builder);

    assertEquals(3, options.workers());
    assertEquals(3, options.jvmArgs().size());
    assertEquals(OptionalLong.of(256L << 20), options.maxHeapBytes());
    assertEquals(Optional.of(List.of(folder)), options.classPath());
    assertEquals(Map.of("NAME", "value"), options.environment());
    assertEquals(false, options.inheritEnvironment());
    assertEquals(Optional.of(folder), options.directory());
    assertSame(initializer, options.initializer().orElseThrow());
    assertEquals(Optional.of(Duration.ofSeconds(5)), options.taskTimeout());
    assertEquals(2, options.crashRetries());
    assertEquals(OptionalInt.of(7), options.maxTasksPerWorker());
    assertEquals(Optional.of(Duration.ofMillis(8)), options.idleTimeout());
    assertEquals(Duration.ofSeconds(6), options.startTimeout());
    assertEquals(Duration.ZERO, options.shutdownGrace());
    assertEquals(2047 << 20, options.maxMessageBytes());
    assertEquals(OptionalLong.of(512L << 20), options.maxWorkerMemoryBytes());
    assertTrue(options.allowedResults().orElseThrow().test("com.example.lines.deep.Line"));
    assertSame(output, options.onOutput().orElseThrow());
  }

  @Test
  void optionsDoNotChangeWithTheBuilder() {
    Map<String, String> variables = new HashMap<>(Map.of("A", "1"));
    builder.workers(2).environment(variables);
    PoolOptions options = new PoolOptions(builder);

    variables.put("B", "2");
    assertSame(builder, builder.workers(5));

    assertEquals(2, options.workers());
    assertEquals(Map.of("A", "1"), options.environment());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025, Integer.MIN_VALUE})
  void numbersOfWorkersOutOfRangeAreRefused(int count) {
    refused(
        () -> builder.workers(count),
        "workers must be 1 to 1024, not "
            + count
            + ": each worker is a separate JVM; omit it for one per processor");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void retriesOutOfRangeAreRefused(int retries) {
    refused(() -> builder.crashRetries(retries), "crashRetries must be 0 to 100, not " + retries);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void tasksPerWorkerOutOfRangeAreRefused(int tasks) {
    refused(
        () -> builder.maxTasksPerWorker(tasks),
        "maxTasksPerWorker must be 1 to 2147483647, not " + tasks + ": the number of tasks");
  }

  @Test
  void durationsOutOfRangeAreRefused() {
    refused(() -> builder.idleTimeout(Duration.ZERO), "idleTimeout must be more than zero: the");
    refused(() -> builder.taskTimeout(Duration.ZERO), "taskTimeout must be more than zero: the");
    refused(() -> builder.startTimeout(Duration.ZERO), "startTimeout must be more than zero: the");
    refused(
        () -> builder.shutdownGrace(Duration.ofMillis(-5)),
        "shutdownGrace must not be negative, but is PT-0.005S: the");
    refused(
        () -> builder.closeTimeout(Duration.ofSeconds(Long.MIN_VALUE)),
        "closeTimeout must not be negative, but is PT-2562047788015215H");
    refused(
        () -> PoolOptions.checkClosingTime(Duration.ofSeconds(-1)),
        "atMost must not be negative, but is PT-1S: the time that close(atMost) waits");
  }

  /** No more than a long can count in nanoseconds, however long they are. */
  @ParameterizedTest
  @ValueSource(longs = {400 * 365L * 24 * 3600, Long.MAX_VALUE})
  void durationsThatNobodyCouldWaitForAreNoLimit(long seconds) {
    Duration forEver = Duration.ofSeconds(seconds);
    PoolOptions options =
        new PoolOptions(
            builder
                .idleTimeout(forEver)
                .taskTimeout(forEver)
                .startTimeout(forEver)
                .shutdownGrace(forEver)
                .closeTimeout(forEver));

    assertEquals(Optional.of(forEver), options.taskTimeout());
    long hundredYears = Duration.ofDays(36_500).toNanos();
    for (Duration accepted :
        List.of(
            options.idleTimeout().orElseThrow(),
            options.taskTimeout().orElseThrow(),
            options.startTimeout(),
            options.shutdownGrace(),
            options.closeTimeout().orElseThrow(),
            TaskOptions.defaults().timeout(forEver).timeout().orElseThrow())) {
      assertEquals(hundredYears, Arguments.nanos(accepted));
    }
    assertEquals(
        hundredYears,
        TaskOptions.defaults().retries(1).retryDelay(forEver).retrying().scheduling().delayNanos());
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    refused(
        () -> builder.maxHeap("1m"),
        "maxHeap must be 4m to 1024t, not 1m: the heap size of one worker");
    refused(() -> builder.maxHeap("lots"), "'lots' is not a size");
    refused(
        () -> builder.maxWorkerMemory("15m"),
        "maxWorkerMemory must be 16m to 1024t, not 15m: the resident memory of a worker");
    refused(() -> builder.maxMessageSize("2g"), "maxMessageSize must be 1k to 2047m, not 2g: the");
    refused(() -> builder.maxMessageSize("0"), "maxMessageSize must be 1k to 2047m, not 0: the");
  }

  @Test
  void nicenessIsFrom0To19() {
    refused(() -> builder.niceness(-1), "niceness must be between 0 and 19, but is -1");
    refused(() -> builder.niceness(20), "niceness must be between 0 and 19, but is 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cp", "-classpath", "--class-path", "--class-path=a.jar"})
  void classPathsAmongTheJvmArgumentsAreRefused(String arg) {
    refused(() -> builder.jvmArgs("-Xint", arg), "use classPath(...)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-jar", "-m", "--module", "--module=a/b.C"})
  void somethingElseToRunIsRefused(String arg) {
    refused(() -> builder.jvmArgs(arg), "a worker's JVM always runs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Xss4m", "@file"})
  void jvmArgumentsThatAreNoOptionsAreRefused(String arg) {
    refused(() -> builder.jvmArgs("-Xint", arg), "jvmArgs cannot take '" + arg + "'");
  }

  @Test
  void aFolderWithoutJavaIsNoJavaHome(@TempDir Path folder) {
    refused(
        () -> builder.javaHome(folder),
        "there is no executable "
            + folder.resolve("bin").resolve("java")
            + "; give the folder that contains bin/java");
  }

  @Test
  void aClassPathEntryThatDoesNotExistIsRefused(@TempDir Path folder) {
    Path missing = folder.resolve("missing.jar");

    refused(() -> builder.classPath(folder, missing), "classPath entry " + missing);
  }

  @Test
  void aFileIsNoDirectory(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    refused(() -> builder.directory(file), "directory " + file + " is not a folder");
  }

  @Test
  void namesThatAreNoneAreRefused() {
    refused(() -> builder.environment(Map.of("", "x")), "'' is not a valid name of an environment");
    refused(
        () -> builder.environment(Map.of("A=B", "x")),
        "'A=B' is not a valid name of an environment");
    refused(() -> builder.environment(Map.of("A", "x\0")), "environment variable A contains a NUL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "com.*.Order", "com/example/Order", "[Lcom.example.Order;"})
  void whatIsNoPatternOfClassNamesIsRefused(String pattern) {
    refused(
        () -> builder.allowedResults("a.B", pattern), "allowedResults cannot take this pattern");
    refused(() -> builder.allowedResults("a.B", pattern), '"' + pattern + '"');
    refused(() -> builder.allowedResults("a.B", pattern), "a package followed by .*");
  }

  private static void refused(Executable call, String words) {
    var error = assertThrows(IllegalArgumentException.class, call);

    assertTrue(String.valueOf(error.getMessage()).contains(words), error.getMessage());
  }

  private static void assertNullNamed(String argument, Executable call) {
    assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  @SuppressWarnings({"NullAway", "unchecked", "rawtypes"}) // Programs pass null, too.
  void nullIsNamed() {
    assertNullNamed("jvmArgs", () -> builder.jvmArgs((String[]) null));
    assertNullNamed("classPath", () -> builder.classPath((Path[]) null));
    assertNullNamed("environment", () -> builder.environment(null));
    assertNullNamed("inheritProperties", () -> builder.inheritProperties((String[]) null));
    assertNullNamed("allowedResults", () -> builder.allowedResults((String[]) null));
    assertNullNamed("retryOn", () -> MapOptions.defaults().retryOn((Class[]) null));
    assertNullNamed("a class of retryOn", () -> TaskOptions.defaults().retryOn((Class) null));
    assertNullNamed("items", () -> Inputs.of((Object[]) null));
    assertNullNamed("items", () -> Inputs.of((int[]) null));
    assertNullNamed("items", () -> Inputs.of((long[]) null));
    assertNullNamed("items", () -> Inputs.of((double[]) null));
  }
}
