package dev.procession.cli;

import dev.procession.FailedItems;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.cli.function.TextFunction;
import dev.procession.cli.function.WorkerInit;
import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cluster.Cluster;
import dev.procession.process.launch.ArchiveState;
import dev.procession.process.remote.HostProbe;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Stands in for the pool: applies the function here, one item at a time, when it is asked for. */
public final class InProcessWorkers implements WorkerPool.Launcher {
  @Override
  public WorkerPool open(WorkerSettings settings) {
    return new Pool(settings.initializer());
  }

  @Override
  public ArchiveState archive() {
    return ArchiveState.READY;
  }

  @Override
  public void tryWorker() {
    // What runs here needs no start.
  }

  /** All hosts can be used but those whose names say otherwise. */
  @Override
  public List<HostProbe.Answer> ask(Cluster cluster) {
    return cluster.hosts().stream()
        .<HostProbe.Answer>map(
            host ->
                host.startsWith("no")
                    ? new HostProbe.NotReached(host, "say \"friend\"\nand enter")
                    : new HostProbe.Reached(
                        host, cluster.slots().getOrDefault(host, 8), 8, "17.0.1", 1))
        .toList();
  }

  @Override
  public boolean prepare() {
    return true;
  }

  @Override
  public List<ExplainedFlag> explain(WorkerSettings settings) {
    return List.of(
        new ExplainedFlag("java", "the coordinator's own JDK"),
        new ExplainedFlag("-Xmx64m", "a share of the machine's memory"));
  }

  /**
   * A pool of one worker, which is this process.
   *
   * @param initializer run before the first item
   */
  private record Pool(Optional<WorkerInit> initializer) implements WorkerPool {
    @Override
    public Stream<Outcome<String>> outcomes(
        TextFunction function, Iterable<String> items, MapOptions options) {
      initialize();
      Iterator<String> source = items.iterator();
      Iterator<Outcome<String>> outcomes =
          new Iterator<>() {
            private long index;

            @Override
            public boolean hasNext() {
              return source.hasNext();
            }

            @Override
            public Outcome<String> next() {
              return outcome(function, source.next(), index++);
            }
          };
      Iterable<Outcome<String>> once = () -> outcomes;
      return StreamSupport.stream(once.spliterator(), false);
    }

    private void initialize() {
      try {
        initializer.ifPresent(WorkerInit::run);
      } catch (Throwable e) {
        throw FailedItems.initializer(e);
      }
    }

    private static Outcome<String> outcome(TextFunction function, String item, long index) {
      try {
        return new Outcome.Success<>(
            index, item, InProcessContext.during(index, () -> function.apply(item)));
      } catch (Throwable e) {
        return new Outcome.Failure<>(index, item, FailedItems.threw(index, e));
      }
    }

    @Override
    public void abandon(long patienceMillis) {
      // Nothing runs once nobody asks for outcomes.
    }

    @Override
    public void close() {
      // As above.
    }
  }
}
