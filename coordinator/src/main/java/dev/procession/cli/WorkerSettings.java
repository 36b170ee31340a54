package dev.procession.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the options say about workers; what is empty is the pool's to decide.
 *
 * @param jobs how many
 * @param jvmArgs flags for their JVMs
 * @param maxHeap the largest heap of each
 * @param maxTasksPerWorker how many items a process gets before it is replaced
 * @param classes the user's class path
 * @param initializer run in each process before its first item
 */
record WorkerSettings(
    OptionalInt jobs,
    List<String> jvmArgs,
    Optional<String> maxHeap,
    OptionalInt maxTasksPerWorker,
    UserClasses classes,
    Optional<WorkerInit> initializer) {

  /**
   * The same for items that are known to be few: who did not say how many workers there should be
   * does not want to wait for one that has nothing to do.
   */
  WorkerSettings forItems(Iterable<?> items) {
    if (jobs.isPresent() || !(items instanceof Collection<?> known) || known.isEmpty()) {
      return this;
    }
    int useful = Math.min(Runtime.getRuntime().availableProcessors(), known.size());
    return new WorkerSettings(
        OptionalInt.of(useful), jvmArgs, maxHeap, maxTasksPerWorker, classes, initializer);
  }

  /** The same with something to run first. */
  WorkerSettings initializedBy(WorkerInit first) {
    return new WorkerSettings(
        jobs, jvmArgs, maxHeap, maxTasksPerWorker, classes, Optional.of(first));
  }
}
