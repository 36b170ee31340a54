package dev.procession.cli;

import static dev.procession.cli.UsageException.naming;

import dev.procession.ByteSize;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.process.ArchiveState;
import dev.procession.process.LaunchOptions;
import dev.procession.process.LaunchPlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real pool, set up from the command line's settings. */
final class LocalWorkers implements WorkerPool.Launcher {
  /** For three tries to start a JVM that refuses its flags. */
  private static final long MOMENT_MILLIS = 1_000;

  private final Messages messages;

  LocalWorkers(Messages messages) {
    this.messages = messages;
  }

  @Override
  public WorkerPool open(WorkerSettings settings) {
    return new Open(builder(settings).build());
  }

  @Override
  public ArchiveState archive() {
    return new LaunchPlan(LaunchOptions.defaults(1)).archiveState();
  }

  @Override
  public PipeFigures measure() throws InterruptedException {
    return PipeMeasurement.of(relayed(ProcessPool.builder().workers(1)));
  }

  @Override
  public boolean prepare() throws InterruptedException {
    return new LaunchPlan(LaunchOptions.defaults(1)).makeArchive();
  }

  @Override
  public List<ExplainedFlag> explain(WorkerSettings settings) {
    LaunchPlan plan =
        new LaunchPlan(
            new LaunchOptions(
                settings.jobs().orElse(Runtime.getRuntime().availableProcessors()),
                Optional.empty(),
                settings.jvmArgs(),
                settings.maxHeap().map(ByteSize::parse).stream()
                    .mapToLong(ByteSize::bytes)
                    .findAny(),
                settings.classes().entries().isEmpty()
                    ? Optional.empty()
                    : Optional.of(List.of(classPath(settings.classes()))),
                Map.of(),
                LaunchOptions.EnvironmentInheritance.INHERIT,
                Optional.empty()));
    List<ExplainedFlag> explained = new ArrayList<>();
    explained.add(
        new ExplainedFlag(
            String.join(" ", plan.command(0, Path.of("FLAGS"))),
            "worker 0; in the file FLAGS are the following"));
    plan.flags().forEach(flag -> explained.add(new ExplainedFlag(flag.text(), flag.reason())));
    return explained;
  }

  private ProcessPool.Builder builder(WorkerSettings settings) {
    ProcessPool.Builder builder = ProcessPool.builder();
    settings.jobs().ifPresent(n -> naming("--jobs", () -> builder.workers(n)));
    settings.maxHeap().ifPresent(size -> naming("--max-heap", () -> builder.maxHeap(size)));
    settings
        .maxTasksPerWorker()
        .ifPresent(n -> naming("--max-tasks-per-worker", () -> builder.maxTasksPerWorker(n)));
    if (!settings.jvmArgs().isEmpty()) {
      builder.jvmArgs(settings.jvmArgs().toArray(String[]::new));
    }
    if (!settings.classes().entries().isEmpty()) {
      builder.classPath(classPath(settings.classes()));
    }
    settings.initializer().ifPresent(builder::initializer);
    return relayed(builder);
  }

  private ProcessPool.Builder relayed(ProcessPool.Builder builder) {
    StartingOutput relay =
        new StartingOutput(
            messages::line,
            CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS));
    return builder.onOutput(relay).listener(relay);
  }

  private static Path[] classPath(UserClasses classes) {
    List<Path> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Files.exists(Path.of(entry))) {
        entries.add(Path.of(entry));
      }
    }
    entries.addAll(classes.entries());
    return entries.toArray(Path[]::new);
  }

  /** An open pool. */
  private record Open(ProcessPool pool) implements WorkerPool {
    @Override
    public Stream<Outcome<String>> outcomes(
        TextFunction function, Iterable<String> items, MapOptions options) {
      return pool.outcomes(function, items, options);
    }

    @Override
    public void abandon(long patienceMillis) {
      pool.shutdownNow();
      try {
        boolean gone = pool.awaitTermination(patienceMillis, TimeUnit.MILLISECONDS);
        assert gone || patienceMillis > 0; // What is left ends with this process.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      pool.close();
    }
  }
}
