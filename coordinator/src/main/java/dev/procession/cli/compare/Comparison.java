package dev.procession.cli.compare;

import dev.procession.MapOptions;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.process.observe.ObserverScope;
import java.util.List;
import java.util.Optional;

/** Runs the same work with three strategies, one after the other. */
public final class Comparison {
  private static final long PATIENCE_MILLIS = 2_000;
  private static final String ON_THREADS = "on threads";

  private final Plan plan;
  private final WorkerPool.Launcher launcher;
  private final ResultCheck agreement = new ResultCheck();

  public Comparison(Plan plan, WorkerPool.Launcher launcher) {
    this.plan = plan;
    this.launcher = launcher;
  }

  /**
   * The work to compare.
   *
   * @param items at least one
   * @param function applied to each
   * @param workers the number of processes, and of threads
   * @param settings the settings of the processes
   * @param options the options of the pool's map
   * @param time how long each strategy is measured
   */
  public record Plan(
      List<String> items,
      TimedFunction function,
      int workers,
      WorkerSettings settings,
      MapOptions options,
      MeasuringTime time) {}

  /**
   * The result of a comparison.
   *
   * @param compared the times
   * @param difference the first difference between results, if any
   * @param startNanos from opening the pool to its first result
   */
  public record Report(
      ComparisonResult compared, Optional<ResultCheck.Difference> difference, long startNanos) {}

  /** An item failed; the message says with which strategy. */
  public static final class FailedWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String way;
    private final ComparedItemException item;

    FailedWayException(String way, ComparedItemException item) {
      super(item);
      this.way = way;
      this.item = item;
    }

    /** Whether it failed only where several threads shared it. */
    public boolean isOnThreads() {
      return way.equals(ON_THREADS);
    }

    public String way() {
      return way;
    }

    public ComparedItemException item() {
      return item;
    }
  }

  /**
   * Compares. Processes come first, because a function that crashes its process is detected there,
   * and would end this command without a message otherwise. Sequential execution comes next, which
   * also initializes the function's caches before threads share them.
   *
   * @throws FailedWayException if an item fails
   * @throws dev.procession.WorkerStartException if no worker starts
   */
  public Report run() {
    Started processes = inProcesses();
    Timing sequential = timing("sequentially", new SequentialStrategy(plan.function()));
    try (ThreadStrategy way = new ThreadStrategy(plan.function(), plan.workers())) {
      Timing threads = timing(ON_THREADS, way);
      return new Report(
          new ComparisonResult(
              plan.items().size(), plan.workers(), sequential, threads, processes.timing()),
          agreement.difference(),
          processes.startNanos());
    }
  }

  /**
   * The time of the processes.
   *
   * @param startNanos from opening the pool to its first result
   * @param timing the time once they had started
   */
  private record Started(long startNanos, Timing timing) {}

  /**
   * The workers have exited when this returns, so that they do not disturb the other strategies.
   */
  private Started inProcesses() {
    long start = System.nanoTime();
    OccupiedTime held = new OccupiedTime(System::nanoTime);
    WorkerPool pool = ObserverScope.by(() -> held, () -> launcher.open(plan.settings()));
    try {
      Strategy way = new ProcessStrategy(pool, held, plan.function(), plan.options());
      firstResult(way);
      long startNanos = System.nanoTime() - start;
      Timing timing = timing("in processes", way);
      pool.close();
      return new Started(startNanos, timing);
    } catch (RuntimeException | Error e) {
      pool.abandon(PATIENCE_MILLIS);
      throw e;
    }
  }

  private void firstResult(Strategy way) {
    try {
      way.run(plan.items().subList(0, 1));
    } catch (ComparedItemException e) {
      throw new FailedWayException("in processes", e);
    }
  }

  private Timing timing(String name, Strategy way) {
    try {
      return Timing.of(agreement.watching(name, way), plan.items(), plan.time());
    } catch (ComparedItemException e) {
      throw new FailedWayException(name, e);
    }
  }
}
