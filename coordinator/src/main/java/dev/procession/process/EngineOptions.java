package dev.procession.process;

import dev.procession.process.job.SubmitLimit;
import dev.procession.process.observe.PoolEvent;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.scheduler.SchedulerOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of an engine.
 *
 * @param scheduling for the scheduler
 * @param submitLimit the maximum number of submitted tasks; empty for no limit
 * @param workers for the worker processes
 * @param listeners receive the events of the pool and its processes, in order and one at a time, on
 *     a callback thread
 * @param observer observes the processes, called on the threads that the pool depends on
 * @param name the pool's name in logs
 * @param atEnd runs on a callback thread before the pool counts as terminated
 */
public record EngineOptions(
    SchedulerOptions scheduling,
    Optional<SubmitLimit> submitLimit,
    WorkerOptions workers,
    List<Consumer<PoolEvent>> listeners,
    Optional<WorkerObserver> observer,
    Optional<String> name,
    Optional<Runnable> atEnd) {
  /** The settings of a pool without a name and an observer. */
  public EngineOptions(
      SchedulerOptions scheduling,
      Optional<SubmitLimit> submitLimit,
      WorkerOptions workers,
      List<Consumer<PoolEvent>> listeners) {
    this(scheduling, submitLimit, workers, listeners, Optional.empty(), Optional.empty());
  }

  /** The settings of a pool at whose end nothing is to be done. */
  public EngineOptions(
      SchedulerOptions scheduling,
      Optional<SubmitLimit> submitLimit,
      WorkerOptions workers,
      List<Consumer<PoolEvent>> listeners,
      Optional<WorkerObserver> observer,
      Optional<String> name) {
    this(scheduling, submitLimit, workers, listeners, observer, name, Optional.empty());
  }

  /** The same with another observer. */
  public EngineOptions observedBy(WorkerObserver another) {
    return new EngineOptions(
        scheduling,
        submitLimit,
        workers,
        listeners,
        Optional.of(observer.map(first -> WorkerObserver.both(first, another)).orElse(another)),
        name,
        atEnd);
  }

  /** The same with something to do at the end of the pool. */
  public EngineOptions endingWith(Runnable action) {
    return new EngineOptions(
        scheduling, submitLimit, workers, listeners, observer, name, Optional.of(action));
  }
}
