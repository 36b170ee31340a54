package dev.procession.cli.pool;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.cli.function.TextFunction;
import dev.procession.cluster.Cluster;
import dev.procession.process.launch.ArchiveState;
import dev.procession.process.remote.HostProbe;
import java.util.List;
import java.util.stream.Stream;

/** The subset of a pool that the command line uses. */
public interface WorkerPool extends AutoCloseable {
  /** Applies {@code function} to all items; in input order unless the options say otherwise. */
  Stream<Outcome<String>> outcomes(
      TextFunction function, Iterable<String> items, MapOptions options);

  /** Cancels everything and waits for the workers to exit, up to a limit. */
  void abandon(long patienceMillis);

  /** Lets the workers finish, and waits for their remaining output. */
  @Override
  void close();

  /** Opens pools, and describes how it would launch their workers. */
  interface Launcher {
    /**
     * Opens a pool.
     *
     * @throws IllegalArgumentException if a setting is wrong
     */
    WorkerPool open(WorkerSettings settings);

    /**
     * The command line of a worker of such a pool, part by part.
     *
     * @throws IllegalArgumentException if a setting is wrong
     */
    List<ExplainedFlag> explain(WorkerSettings settings);

    /** Whether workers start from an archive of class data. */
    ArchiveState archive();

    /**
     * Starts a worker, runs a task on it, and shuts it down.
     *
     * @throws dev.procession.ProcessionException if no worker starts, or it does not live long
     */
    void tryWorker() throws InterruptedException;

    /**
     * Makes workers of later pools start faster.
     *
     * @return whether they do
     */
    boolean prepare() throws InterruptedException;

    /**
     * Asks each host of a cluster whether it can be used.
     *
     * @throws IllegalStateException if none can be asked
     */
    List<HostProbe.Answer> ask(Cluster cluster) throws InterruptedException;
  }
}
