package dev.procession.cli.pool;

import static dev.procession.cli.console.UsageException.naming;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.function.TextFunction;
import dev.procession.cluster.Cluster;
import dev.procession.process.launch.ArchiveState;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import dev.procession.process.launch.PoolLaunch;
import dev.procession.process.remote.HostProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Opens real pools with the settings of the command line. */
public final class LocalPoolLauncher implements WorkerPool.Launcher {
  /** A runtime made by jlink may lack it, and only the encoding of an object would show that. */
  private static final String UNSUPPORTED = "jdk.unsupported";

  /** The time limit for three attempts to start a JVM that rejects its flags. */
  private static final long MOMENT_MILLIS = 1_000;

  /** The name of the character set of the locale C, or of a missing locale, on Linux. */
  private static final String ASCII = "ANSI_X3.4-1968";

  private final Messages messages;

  public LocalPoolLauncher(Messages messages) {
    this.messages = messages;
  }

  @Override
  public WorkerPool open(WorkerSettings settings) {
    if (ModuleLayer.boot().findModule(UNSUPPORTED).isEmpty()) {
      throw new UsageException(
          "items are sent by means of the module %s, which %s lacks: use a JDK"
              .formatted(UNSUPPORTED, System.getProperty("java.home")));
    }
    return new Open(builder(settings).build());
  }

  @Override
  public ArchiveState archive() {
    return new LaunchPlan(LaunchOptions.defaults(1)).archiveState();
  }

  @Override
  public void tryWorker() throws InterruptedException {
    try (ProcessPool pool = relayed(ProcessPool.builder().workers(1)).build()) {
      pool.submit(() -> 1).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProcessionException failure) {
        throw failure;
      }
      throw new AssertionError("the task throws nothing", e);
    }
  }

  @Override
  public boolean prepare() throws InterruptedException {
    return new LaunchPlan(LaunchOptions.defaults(1)).makeArchive();
  }

  @Override
  public List<HostProbe.Answer> ask(Cluster cluster) throws InterruptedException {
    long waitMillis = cluster.waitForHosts().toMillis();
    if (cluster.command().isEmpty()) {
      return HostProbe.askNodes(cluster.hosts(), cluster.certificates(), waitMillis);
    }
    try {
      return HostProbe.ask(cluster.hosts(), cluster.command(), cluster.slots(), waitMillis);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public List<ExplainedFlag> explain(WorkerSettings settings) {
    return new LaunchPlan(PoolLaunch.of(builder(settings)))
        .explained().stream().map(flag -> new ExplainedFlag(flag.text(), flag.reason())).toList();
  }

  private ProcessPool.Builder builder(WorkerSettings settings) {
    ProcessPool.Builder builder = ProcessPool.builder();
    settings.jobs().ifPresent(n -> naming("--jobs", () -> builder.workers(n)));
    settings.maxHeap().ifPresent(size -> naming("--max-heap", () -> builder.maxHeap(size)));
    settings.niceness().ifPresent(n -> naming("--nice", () -> builder.niceness(n)));
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
    settings.cluster().ifPresent(builder::cluster);
    if (System.getProperty("sun.jnu.encoding", "").equals(ASCII)) {
      // As the launcher script does for this JVM: otherwise workers would corrupt file names.
      builder.environment(Map.of("LC_ALL", "C.UTF-8"));
    }
    settings.directory().ifPresent(folder -> naming("--chdir", () -> builder.directory(folder)));
    return settings.lines().isPresent()
        ? builder.onOutput(settings.lines().get())
        : relayed(builder);
  }

  private ProcessPool.Builder relayed(ProcessPool.Builder builder) {
    StartingOutput relay =
        new StartingOutput(
            messages::line,
            CompletableFuture.delayedExecutor(MOMENT_MILLIS, TimeUnit.MILLISECONDS));
    return builder.onOutput(relay).listener(relay);
  }

  private static Path[] classPath(UserClassPath classes) {
    return classes.withOwn().stream().filter(Files::exists).toArray(Path[]::new);
  }

  /** Creates an open pool. */
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
        assert gone || patienceMillis > 0; // The rest ends with this process.
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
