package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.pool.WorkerSettings;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for workers, and for the amount of output about them. */
final class WorkerOptions {
  // Picocli sets these, on the main thread, before call().

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      converter = JobsOption.class,
      description = "workers: 4, 50%%, +1 or -1 (one per processor)")
  private @Nullable Integer jobs;

  @Option(
      names = "-R",
      paramLabel = "FLAG",
      parameterConsumer = JvmFlag.class,
      description = "flag for the workers' JVMs: -R-Xss4m")
  private List<String> workerFlags = new ArrayList<>();

  @Option(
      names = "--max-heap",
      paramLabel = "SIZE",
      description = "heap size of each worker," + " such as 256m")
  private @Nullable String maxHeap;

  @Option(
      names = "--nice",
      paramLabel = "N",
      description = "lower the workers' priority by 1 to 19")
  private @Nullable Integer niceness;

  @Option(
      names = "--hosts",
      paramLabel = "HOST,...",
      description = "run workers there, by ssh; 4/HOST for four")
  private @Nullable String hosts;

  @Option(
      names = "--ssh",
      paramLabel = "COMMAND",
      description = "what reaches a host, as \"ssh -p 2222\"")
  private @Nullable String ssh;

  @Option(
      names = "--cluster",
      paramLabel = "FOLDER",
      description = "run workers on the nodes of that cluster")
  private @Nullable File folder;

  @Option(
      names = {"-q", "--quiet"},
      description = "print errors only")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "print stack traces of failed items")
  private boolean verbose;

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }

  /** The flags for the workers' JVMs. */
  List<String> flags() {
    return List.copyOf(workerFlags);
  }

  /** The number of workers. */
  int count() {
    return jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
  }

  /** The settings of the pool. */
  WorkerSettings settings(UserClassPath classes, @Nullable Integer maxTasksPerWorker) {
    WorkerSettings local =
        new WorkerSettings(
            optional(jobs),
            flags(),
            Optional.ofNullable(maxHeap),
            optional(niceness),
            optional(maxTasksPerWorker),
            classes);
    return HostsOption.cluster(hosts, ssh, folder).map(local::on).orElse(local);
  }

  private static OptionalInt optional(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The options of a pool's map that sends so many items together, or as many as it decides. */
  static MapOptions mapOptions(@Nullable Integer chunkSize) {
    MapOptions options = MapOptions.defaults();
    return chunkSize == null
        ? options
        : UsageException.naming("--chunk-size", () -> options.chunkSize(chunkSize));
  }
}
