package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.process.Observed;
import java.util.List;
import java.util.Optional;

/** Does the same work in three ways, one way after the other. */
final class Comparison {
  private static final long PATIENCE_MILLIS = 2_000;

  private final Plan plan;
  private final WorkerPool.Launcher launcher;
  private final Agreement agreement = new Agreement();

  Comparison(Plan plan, WorkerPool.Launcher launcher) {
    this.plan = plan;
    this.launcher = launcher;
  }

  /**
   * What is to be compared.
   *
   * @param items at least one
   * @param function what is done with each
   * @param workers how many processes, and how many threads
   * @param settings what the processes are like
   * @param options how the pool does the work
   */
  record Plan(
      List<String> items,
      TimedFunction function,
      int workers,
      WorkerSettings settings,
      MapOptions options) {}

  /**
   * What came of it.
   *
   * @param compared the times
   * @param difference where results differed, if they did
   * @param startNanos from opening the pool to its first result
   */
  record Report(Compared compared, Optional<Agreement.Difference> difference, long startNanos) {}

  /** Where an item failed: in this JVM it had succeeded in a process before. */
  static final class FailedWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String way;
    private final ComparedItemException item;

    FailedWayException(String way, ComparedItemException item) {
      super(item);
      this.way = way;
      this.item = item;
    }

    String way() {
      return way;
    }

    ComparedItemException item() {
      return item;
    }
  }

  /**
   * Compares. Processes come first: a function that ends its process, or breaks it, is found out
   * there, and would end this command without a word in the other ways. Then one after the other,
   * which also makes what the function keeps for itself, before threads share it.
   *
   * @throws FailedWayException if an item fails
   * @throws dev.procession.WorkerStartException if no worker starts
   */
  Report run() {
    Started processes = inProcesses();
    Timing sequential = timing("sequentially", new SequentialWay(plan.function()));
    try (ThreadsWay way = new ThreadsWay(plan.function(), plan.workers())) {
      Timing threads = timing("on threads", way);
      return new Report(
          new Compared(
              plan.items().size(), plan.workers(), sequential, threads, processes.timing()),
          agreement.difference(),
          processes.startNanos());
    }
  }

  /**
   * What the processes took.
   *
   * @param startNanos from opening the pool to its first result
   * @param timing once they were there
   */
  private record Started(long startNanos, Timing timing) {}

  /** When it returns the workers are gone, so that the other ways have the machine. */
  private Started inProcesses() {
    long start = System.nanoTime();
    HeldTime held = new HeldTime(System::nanoTime);
    WorkerPool pool = Observed.by(() -> held, () -> launcher.open(plan.settings()));
    try {
      Way way = new ProcessesWay(pool, held, plan.function(), plan.options());
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

  private void firstResult(Way way) {
    try {
      way.run(plan.items().subList(0, 1));
    } catch (ComparedItemException e) {
      throw new FailedWayException("in processes", e);
    }
  }

  private Timing timing(String name, Way way) {
    try {
      return Timing.of(agreement.watching(name, way), plan.items());
    } catch (ComparedItemException e) {
      throw new FailedWayException(name, e);
    }
  }
}
