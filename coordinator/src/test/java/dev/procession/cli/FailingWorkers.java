package dev.procession.cli;

import dev.procession.FailedItems;
import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cluster.Cluster;
import dev.procession.process.launch.ArchiveState;
import dev.procession.process.remote.HostProbe;
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
  public void tryWorker() {
    throw FailedItems.noWorker("no memory");
  }

  @Override
  public List<HostProbe.Answer> ask(Cluster cluster) {
    return cluster.hosts().stream()
        .<HostProbe.Answer>map(host -> new HostProbe.NotReached(host, "no route"))
        .toList();
  }

  @Override
  public boolean prepare() {
    return false;
  }
}
