package dev.procession.cli;

import dev.procession.FailedItems;
import dev.procession.process.ArchiveState;
import java.util.List;

/** Stands in for a machine on which no worker starts. */
final class FailingWorkers implements WorkerPool.Launcher {
  private final InProcessWorkers workers = new InProcessWorkers();

  @Override
  public WorkerPool open(WorkerSettings settings) {
    throw FailedItems.noWorker("no memory");
  }

  @Override
  public List<ExplainedFlag> explain(WorkerSettings settings) {
    return workers.explain(settings);
  }

  @Override
  public ArchiveState archive() {
    return ArchiveState.IMPOSSIBLE;
  }

  @Override
  public PipeFigures measure() {
    throw FailedItems.noWorker("no memory");
  }

  @Override
  public boolean prepare() {
    return false;
  }
}
