package dev.procession;

import dev.procession.process.LaunchOptions;
import dev.procession.protocol.codec.ClassNamePatterns;
import dev.procession.task.SerializableRunnable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was decided about a pool when it was built. Immutable; {@link
 * ProcessPool.Builder} says what each setting means.
 */
final class PoolOptions {
  static final int MAX_WORKERS = 1024;
  static final int MAX_CRASH_RETRIES = 100;
  static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);
  static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(2);
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 30;

  private final int workers;
  private final List<String> jvmArgs;
  private final @Nullable Long maxHeapBytes;
  private final Path javaHome;
  private final @Nullable List<Path> classPath;
  private final Map<String, String> environment;
  private final boolean inheritEnvironment;
  private final @Nullable Path directory;
  private final @Nullable SerializableRunnable initializer;
  private final @Nullable Duration taskTimeout;
  private final int crashRetries;
  private final @Nullable Integer maxTasksPerWorker;
  private final @Nullable Duration idleTimeout;
  private final Duration startTimeout;
  private final Duration shutdownGrace;
  private final int maxMessageBytes;
  private final @Nullable Long maxWorkerMemoryBytes;
  private final @Nullable ClassNamePatterns allowedResults;
  private final @Nullable WorkerOutput onOutput;
  private final List<PoolListener> listeners;

  PoolOptions(ProcessPool.Builder builder) {
    workers = builder.workers;
    jvmArgs = builder.jvmArgs;
    maxHeapBytes = builder.maxHeapBytes;
    javaHome = builder.javaHome;
    classPath = builder.classPath;
    environment = builder.environment;
    inheritEnvironment = builder.inheritEnvironment;
    directory = builder.directory;
    initializer = builder.initializer;
    taskTimeout = builder.taskTimeout;
    crashRetries = builder.crashRetries;
    maxTasksPerWorker = builder.maxTasksPerWorker;
    idleTimeout = builder.idleTimeout;
    startTimeout = builder.startTimeout;
    shutdownGrace = builder.shutdownGrace;
    maxMessageBytes = builder.maxMessageBytes;
    maxWorkerMemoryBytes = builder.maxWorkerMemoryBytes;
    allowedResults = builder.allowedResults;
    onOutput = builder.onOutput;
    listeners = List.copyOf(builder.listeners);
  }

  static Duration checkTaskTimeout(Duration limit) {
    return Arguments.positive(
        "taskTimeout", limit, "it is how long one item may run; leave it out for no limit");
  }

  static int checkCrashRetries(int retries) {
    return Arguments.between(
        "crashRetries",
        retries,
        0,
        MAX_CRASH_RETRIES,
        "it is how many more attempts an item gets that was running when its worker died");
  }

  int workers() {
    return workers;
  }

  List<String> jvmArgs() {
    return jvmArgs;
  }

  /** Empty: a share of the machine's memory. */
  OptionalLong maxHeapBytes() {
    return maxHeapBytes == null ? OptionalLong.empty() : OptionalLong.of(maxHeapBytes);
  }

  Path javaHome() {
    return javaHome;
  }

  /** Empty: the coordinator's own. Procession's classes are to be added in any case. */
  Optional<List<Path>> classPath() {
    return Optional.ofNullable(classPath);
  }

  Map<String, String> environment() {
    return environment;
  }

  boolean inheritEnvironment() {
    return inheritEnvironment;
  }

  /** Empty: the coordinator's own. */
  Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  Optional<SerializableRunnable> initializer() {
    return Optional.ofNullable(initializer);
  }

  /** Empty: no limit. */
  Optional<Duration> taskTimeout() {
    return Optional.ofNullable(taskTimeout);
  }

  int crashRetries() {
    return crashRetries;
  }

  /** Empty: no limit. */
  OptionalInt maxTasksPerWorker() {
    return maxTasksPerWorker == null ? OptionalInt.empty() : OptionalInt.of(maxTasksPerWorker);
  }

  /** Empty: workers stay. */
  Optional<Duration> idleTimeout() {
    return Optional.ofNullable(idleTimeout);
  }

  Duration startTimeout() {
    return startTimeout;
  }

  Duration shutdownGrace() {
    return shutdownGrace;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** Empty: no limit. */
  OptionalLong maxWorkerMemoryBytes() {
    return maxWorkerMemoryBytes == null
        ? OptionalLong.empty()
        : OptionalLong.of(maxWorkerMemoryBytes);
  }

  /** Empty: all classes of the users'. */
  Optional<ClassNamePatterns> allowedResults() {
    return Optional.ofNullable(allowedResults);
  }

  /** Empty: relay to this JVM's streams, each line with the worker's number before it. */
  Optional<WorkerOutput> onOutput() {
    return Optional.ofNullable(onOutput);
  }

  List<PoolListener> listeners() {
    return listeners;
  }

  /**
   * How many worker JVMs are launched side by side: as many as there are processors. More delay
   * each other, so that the first task waits for all of them. One less, to leave a processor to the
   * coordinator, was tried: of two workers on two processors the second came a quarter later.
   */
  static int launchesAtOnce() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** What the processes are launched by. */
  LaunchOptions launch() {
    return new LaunchOptions(
        workers(),
        Optional.of(javaHome()),
        jvmArgs(),
        maxHeapBytes(),
        classPath(),
        environment(),
        inheritEnvironment()
            ? LaunchOptions.EnvironmentInheritance.INHERIT
            : LaunchOptions.EnvironmentInheritance.CLEAN,
        directory());
  }
}
