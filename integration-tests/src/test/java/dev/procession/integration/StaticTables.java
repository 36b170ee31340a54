package dev.procession.integration;

import dev.procession.ProcessPool;
import dev.procession.task.WorkerContext;
import java.io.Serializable;
import java.util.List;

/** Programs whose static initializers use a pool. */
final class StaticTables {
  private StaticTables() {}

  /** In workers, too. */
  static final class InWorkersToo {
    static final List<Integer> SQUARES = squares();

    private InWorkersToo() {}

    private static List<Integer> squares() {
      try (ProcessPool pool = ProcessPool.create(2)) {
        return pool.map(x -> x * x, List.of(1, 2, 3, 4));
      }
    }

    public static void main(String[] arguments) {
      System.out.println(SQUARES);
    }
  }

  /** In the program only, but the results are of the class that is being initialized. */
  static final class OfItself implements Serializable {
    private static final long serialVersionUID = 1L;

    static final List<OfItself> ALL = WorkerContext.isWorker() ? List.of() : all();

    private static List<OfItself> all() {
      try (ProcessPool pool = ProcessPool.create(1)) {
        return switch (System.getProperty("way")) {
          case "map" -> pool.map(x -> new OfItself(), List.of(1));
          case "join" -> pool.mapAsync(x -> new OfItself(), List.of(1)).join();
          default -> List.of(pool.submit(OfItself::new).get());
        };
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    public static void main(String[] arguments) {
      System.out.println(ALL.size());
    }
  }
}
