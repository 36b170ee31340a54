package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.process.ArchiveState;
import java.util.List;
import java.util.stream.Stream;

/** As much of a pool as the command line needs: the seam between the two. */
interface WorkerPool extends AutoCloseable {
  /** Applies {@code function} to all items; in input order unless the options say otherwise. */
  Stream<Outcome<String>> outcomes(
      TextFunction function, Iterable<String> items, MapOptions options);

  /** Cancels everything and lets the workers go, waiting for that only so long. */
  void abandon(long patienceMillis);

  /** Lets the workers end in peace, and waits for what they still have to say. */
  @Override
  void close();

  /** Makes pools, and says how it would launch their workers. */
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
     * Starts a worker and measures how fast it is reached.
     *
     * @throws dev.procession.ProcessionException if no worker starts, or it does not live long
     */
    PipeFigures measure() throws InterruptedException;

    /**
     * Makes workers of later pools start faster.
     *
     * @return whether they do
     */
    boolean prepare() throws InterruptedException;
  }
}
