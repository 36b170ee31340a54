package dev.procession.integration;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Programs that use a pool, to be started by tests as processes of their own. */
final class Programs {
  private static final MapOptions ONE_BY_ONE = MapOptions.defaults().chunkSize(1);

  private Programs() {}

  /** Prints its workers' pids, a line each, from tasks that go on forever. */
  static final class Spinning {
    public static void main(String[] arguments) {
      ProcessPool pool = ProcessPool.builder().workers(2).onOutput(Programs::print).build();
      pool.map(Victims::printPidAndSpin, List.of(1, 2), ONE_BY_ONE);
    }
  }

  /** Prints its workers' pids, a line each, and leaves them idle. */
  static final class Idle {
    public static void main(String[] arguments) {
      ProcessPool pool = ProcessPool.create(2);
      pool.map(Victims::pid, List.of(1, 2), ONE_BY_ONE);
      while (pool.workers().stream().anyMatch(worker -> worker.pid() == 0)) {
        LockSupport.parkNanos(1_000_000);
      }
      pool.workers().stream().map(WorkerInfo::pid).forEach(System.out::println);
      while (true) {
        LockSupport.park();
      }
    }
  }

  /** Leaves without closing its pool, which is idle. */
  static final class Forgetful {
    public static void main(String[] arguments) {
      ProcessPool pool = ProcessPool.create(2);
      System.out.println(pool.map(Victims::pid, List.of(1)).get(0));
    }
  }

  /** Leaves its main while a task is unfinished: the argument is the folder of its gate. */
  static final class Unfinished {
    public static void main(String[] arguments) {
      Gate gate = new Gate(arguments[0]);
      ProcessPool pool = ProcessPool.create(1);
      pool.submit(() -> gate.announceAndPass(1)).thenRun(() -> System.out.println("finished"));
    }
  }

  /**
   * Leaves when its gate opens, with a pool of two whose workers have not got ready: the arguments
   * are the home of their JDK and the folder of the gate.
   */
  static final class Starting {
    public static void main(String[] arguments) {
      ProcessPool pool = ProcessPool.builder().workers(2).javaHome(Path.of(arguments[0])).build();
      new Gate(arguments[1]).announceAndPass(1);
      System.out.println(pool.isShutdown());
    }
  }

  private static void print(int worker, Object stream, String line) {
    System.out.println(line);
  }
}
