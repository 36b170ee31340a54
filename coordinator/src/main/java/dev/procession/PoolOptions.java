package dev.procession;

import dev.procession.cluster.Cluster;
import dev.procession.process.job.SubmitLimit;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.worker.ForwardedLogs;
import dev.procession.task.SerializableRunnable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings of a pool. Immutable; {@link ProcessPool.Builder} describes each setting. */
final class PoolOptions {
  static final int MAX_WORKERS = 1024;
  static final int MAX_CRASH_RETRIES = 100;
  static final int MAX_HOST_RETRIES = 100;
  static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);
  static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(2);
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 30;

  private final @Nullable String name;
  private final boolean registerMBeans;
  private final boolean forwardLogs;
  private final int workers;
  private final boolean isWorkersAsked;
  private final boolean isJavaHomeAsked;
  private final List<String> jvmArgs;
  private final @Nullable Long maxHeapBytes;
  private final Path javaHome;
  private final @Nullable List<Path> classPath;
  private final Map<String, String> environment;
  private final boolean inheritEnvironment;
  private final List<String> inheritedProperties;
  private final int niceness;
  private final @Nullable Path directory;
  private final @Nullable SerializableRunnable initializer;
  private final @Nullable Duration taskTimeout;
  private final int crashRetries;
  private final @Nullable Integer maxQueued;
  private final WhenFull whenFull;
  private final @Nullable Integer maxTasksPerWorker;
  private final @Nullable Duration idleTimeout;
  private final Duration startTimeout;
  private final Duration shutdownGrace;
  private final Optional<Duration> closeTimeout;
  private final int maxMessageBytes;
  private final @Nullable Long maxWorkerMemoryBytes;
  private final @Nullable ClassNamePatterns allowedResults;
  private final @Nullable WorkerOutput onOutput;
  private final List<PoolListener> listeners;
  private final @Nullable Integer livePort;
  private final Optional<Cluster> cluster;
  private final int hostRetries;

  PoolOptions(ProcessPool.Builder builder) {
    name = builder.name;
    registerMBeans = builder.registerMBeans;
    forwardLogs = builder.forwardLogs;
    workers = builder.workers;
    isWorkersAsked = builder.isWorkersAsked;
    isJavaHomeAsked = builder.isJavaHomeAsked;
    jvmArgs = builder.jvmArgs;
    maxHeapBytes = builder.maxHeapBytes;
    javaHome = builder.javaHome;
    classPath = builder.classPath;
    environment = builder.environment;
    inheritEnvironment = builder.inheritEnvironment;
    inheritedProperties = builder.inheritedProperties;
    niceness = builder.niceness;
    directory = builder.directory;
    initializer = builder.initializer;
    taskTimeout = builder.taskTimeout;
    crashRetries = builder.crashRetries;
    maxQueued = builder.maxQueued;
    whenFull = builder.whenFull;
    maxTasksPerWorker = builder.maxTasksPerWorker;
    idleTimeout = builder.idleTimeout;
    startTimeout = builder.startTimeout;
    shutdownGrace = builder.shutdownGrace;
    closeTimeout = Optional.ofNullable(builder.closeTimeout);
    maxMessageBytes = builder.maxMessageBytes;
    maxWorkerMemoryBytes = builder.maxWorkerMemoryBytes;
    allowedResults = builder.allowedResults;
    onOutput = builder.onOutput;
    listeners = List.copyOf(builder.listeners);
    livePort = builder.livePort;
    cluster = Optional.ofNullable(builder.cluster);
    hostRetries = builder.hostRetries;
  }

  static int checkWorkers(int number) {
    return Arguments.between(
        "workers", number, 1, MAX_WORKERS, "it is the number of worker processes");
  }

  static Duration checkTaskTimeout(Duration limit) {
    return Arguments.positive(
        "taskTimeout", limit, "the time limit of one item; omit it for no limit");
  }

  static int checkCrashRetries(int retries) {
    return Arguments.between(
        "crashRetries",
        retries,
        0,
        MAX_CRASH_RETRIES,
        "the number of retries of an item whose worker died while running it");
  }

  /** Empty: it gets a number. */
  Optional<String> name() {
    return Optional.ofNullable(name);
  }

  boolean forwardsLogs() {
    return forwardLogs;
  }

  boolean registersMBeans() {
    return registerMBeans;
  }

  int workers() {
    return workers;
  }

  /** Whether the user said how many; else it is as many as there is room for. */
  boolean isWorkersAsked() {
    return isWorkersAsked;
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

  /** Empty: the coordinator's. Procession's classes are always added. */
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

  /** Empty: any number of submitted tasks may wait. */
  Optional<SubmitLimit> submitLimit() {
    SubmitLimit.WhenFull otherwise =
        switch (whenFull) {
          case BLOCK -> SubmitLimit.WhenFull.BLOCK;
          case REJECT -> SubmitLimit.WhenFull.REJECT;
        };
    return maxQueued == null
        ? Optional.empty()
        : Optional.of(new SubmitLimit(maxQueued, otherwise, workers));
  }

  /** Empty: no limit. */
  OptionalInt maxTasksPerWorker() {
    return maxTasksPerWorker == null ? OptionalInt.empty() : OptionalInt.of(maxTasksPerWorker);
  }

  /** Empty: idle workers are kept. */
  Optional<Duration> idleTimeout() {
    return Optional.ofNullable(idleTimeout);
  }

  Duration startTimeout() {
    return startTimeout;
  }

  Optional<Duration> closeTimeout() {
    return closeTimeout;
  }

  static Duration checkCloseTimeout(Duration limit) {
    return Arguments.notNegative(
        "closeTimeout", limit, "the time that close() waits for tasks before it cancels them");
  }

  /** The parameter of {@link ProcessPool#close(Duration)}. */
  static Duration checkClosingTime(Duration atMost) {
    return Arguments.notNegative(
        "atMost", atMost, "the time that close(atMost) waits for tasks before it cancels them");
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

  /** Empty: there is no live page. */
  OptionalInt livePort() {
    return livePort == null ? OptionalInt.empty() : OptionalInt.of(livePort);
  }

  /** Empty: this machine. */
  Optional<Cluster> cluster() {
    return cluster;
  }

  int hostRetries() {
    return hostRetries;
  }

  /**
   * How many worker JVMs are launched side by side: one less than there are processors, since this
   * JVM has its own classes to load before the first result. More delay each other, so that the
   * first task waits for all of them. Of two workers on two processors the second is launched when
   * the first has said hello: it comes later, the first result earlier.
   */
  static int launchesAtOnce() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }

  /** The launcher of the processes. */
  LaunchOptions launch() {
    return new LaunchOptions(
        workers(),
        // Other hosts have their JDK elsewhere.
        cluster.isPresent() && !isJavaHomeAsked ? Optional.empty() : Optional.of(javaHome()),
        forwardLogs
            ? Stream.concat(jvmArgs().stream(), ForwardedLogs.workerOptions().stream()).toList()
            : jvmArgs(),
        maxHeapBytes(),
        classPath(),
        environment(),
        inheritEnvironment()
            ? LaunchOptions.EnvironmentInheritance.INHERIT
            : LaunchOptions.EnvironmentInheritance.CLEAN,
        inheritedProperties,
        directory(),
        niceness);
  }
}
