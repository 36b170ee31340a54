package dev.procession.cli.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cli.CommandContext;
import dev.procession.cli.InProcessWorkers;
import dev.procession.cli.ProcessionCommand;
import dev.procession.cli.compare.MeasuringTime;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.Terminal;
import dev.procession.cluster.Cluster;
import dev.procession.process.launch.ArchiveState;
import dev.procession.process.remote.HostProbe;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the command line's options say to the pool. */
final class WorkerSettingsTest {
  /** Remembers what pools are to be like. */
  private static final class Listening implements WorkerPool.Launcher {
    private final InProcessWorkers workers = new InProcessWorkers();
    private final List<WorkerSettings> asked = new ArrayList<>();

    @Override
    public WorkerPool open(WorkerSettings settings) {
      asked.add(settings);
      return workers.open(settings);
    }

    @Override
    public ArchiveState archive() {
      return workers.archive();
    }

    @Override
    public void tryWorker() {
      workers.tryWorker();
    }

    @Override
    public boolean prepare() {
      return true;
    }

    @Override
    public List<HostProbe.Answer> ask(Cluster cluster) {
      return workers.ask(cluster);
    }

    @Override
    public List<ExplainedFlag> explain(WorkerSettings settings) {
      return workers.explain(settings);
    }
  }

  @Test
  void tasksPerWorkerAreThePoolsToDecideUnlessSaid() {
    assertEquals(OptionalInt.empty(), settings("map", "x -> x", "1").maxTasksPerWorker());
    assertEquals(
        OptionalInt.of(7),
        settings("map", "--max-tasks-per-worker", "7", "x -> x", "1").maxTasksPerWorker());
  }

  @Test
  void oneItemNeedsOneWorker() {
    assertEquals(OptionalInt.of(1), settings("map", "x -> x", "1").jobs());
  }

  @Test
  void asManyWorkersAreStartedAsAreAskedFor() {
    assertEquals(OptionalInt.of(3), settings("map", "-j", "3", "x -> x", "1").jobs());
  }

  private static WorkerSettings settings(String... arguments) {
    Listening launcher = new Listening();
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    CommandContext surroundings =
        new CommandContext(
            InputStream.nullInputStream(),
            nowhere,
            new Messages(nowhere),
            Terminal.none(),
            e -> false,
            action -> {},
            launcher,
            MeasuringTime.USUAL);
    PrintWriter writer = new PrintWriter(nowhere, true, UTF_8);
    assertEquals(
        0,
        ProcessionCommand.commandLine(surroundings, writer, writer, arguments).execute(arguments));
    return launcher.asked.get(0);
  }
}
