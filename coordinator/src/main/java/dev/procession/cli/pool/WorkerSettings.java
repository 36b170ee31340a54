package dev.procession.cli.pool;

import dev.procession.WorkerOutput;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.function.WorkerInit;
import dev.procession.cluster.Cluster;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options about workers; the pool decides about empty ones.
 *
 * @param jobs the number of workers
 * @param jvmArgs flags for their JVMs
 * @param maxHeap the largest heap of each
 * @param niceness by how much their priority is lower than this command's
 * @param maxTasksPerWorker the number of items a process runs before it is replaced
 * @param classes the user's class path
 * @param initializer run in each process before its first item
 * @param directory where they run; empty for the folder of this command
 * @param lines takes what they print; empty for the messages of this command
 * @param cluster the hosts that they run on; empty for this machine
 */
public record WorkerSettings(
    OptionalInt jobs,
    List<String> jvmArgs,
    Optional<String> maxHeap,
    OptionalInt niceness,
    OptionalInt maxTasksPerWorker,
    UserClassPath classes,
    Optional<WorkerInit> initializer,
    Optional<Path> directory,
    Optional<WorkerOutput> lines,
    Optional<Cluster> cluster) {

  /** Settings for workers on this machine, in the folder and with the messages of this command. */
  public WorkerSettings(
      OptionalInt jobs,
      List<String> jvmArgs,
      Optional<String> maxHeap,
      OptionalInt niceness,
      OptionalInt maxTasksPerWorker,
      UserClassPath classes) {
    this(
        jobs,
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same for a known, small number of items: without {@code --jobs}, no more workers than items
   * are started.
   */
  public WorkerSettings forItems(Iterable<?> items) {
    if (jobs.isPresent()
        || cluster.isPresent()
        || !(items instanceof Collection<?> known)
        || known.isEmpty()) {
      return this;
    }
    int useful = Math.min(Runtime.getRuntime().availableProcessors(), known.size());
    return new WorkerSettings(
        OptionalInt.of(useful),
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        initializer,
        directory,
        lines,
        cluster);
  }

  /** The same with an initializer. */
  public WorkerSettings initializedBy(WorkerInit first) {
    return new WorkerSettings(
        jobs,
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        Optional.of(first),
        directory,
        lines,
        cluster);
  }

  /** The same in another folder. */
  public WorkerSettings in(Path folder) {
    return new WorkerSettings(
        jobs,
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        initializer,
        Optional.of(folder),
        lines,
        cluster);
  }

  /** The same with what they print going elsewhere. */
  public WorkerSettings printingTo(WorkerOutput output) {
    return new WorkerSettings(
        jobs,
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        initializer,
        directory,
        Optional.of(output),
        cluster);
  }

  /** The same with further flags for their JVMs. */
  public WorkerSettings with(List<String> flags) {
    return new WorkerSettings(
        jobs,
        flags,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        initializer,
        directory,
        lines,
        cluster);
  }

  /** The same on the hosts of a cluster. */
  public WorkerSettings on(Cluster hosts) {
    return new WorkerSettings(
        jobs,
        jvmArgs,
        maxHeap,
        niceness,
        maxTasksPerWorker,
        classes,
        initializer,
        directory,
        lines,
        Optional.of(hosts));
  }
}
