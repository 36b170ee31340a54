package dev.procession.cli.demo;

import dev.procession.PoolListener;
import dev.procession.WorkerInfo;
import dev.procession.WorkerStartException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Listens for ready workers, for lessons that begin with all of them, or that wait for a
 * replacement.
 */
final class Arrivals implements PoolListener {
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Supplier<WorkerInfo>> arrivals = new LinkedBlockingQueue<>();

  @Override
  public void workerReady(WorkerInfo worker) {
    arrivals.add(() -> worker);
  }

  @Override
  public void poolFailed(WorkerStartException error) {
    arrivals.add(
        () -> {
          throw error;
        });
  }

  /**
   * Waits for the next worker to become ready.
   *
   * @throws WorkerStartException if none can be started
   */
  WorkerInfo next() throws InterruptedException {
    Supplier<WorkerInfo> arrival = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (arrival == null) {
      throw new IllegalStateException("no worker is ready after " + PATIENCE_SECONDS + " s");
    }
    return arrival.get();
  }

  /** Waits for a number of workers. */
  void await(int workers) throws InterruptedException {
    for (int i = 0; i < workers; i++) {
      next();
    }
  }
}
