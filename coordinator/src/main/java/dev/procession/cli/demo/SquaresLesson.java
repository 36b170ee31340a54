package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.task.WorkerContext;
import java.util.List;
import java.util.function.Consumer;

/** The classic first example: a function, a list, and some workers. */
public final class SquaresLesson implements Lesson {
  private static final int WORKERS = 3;

  /**
   * A number squared, and who did it.
   *
   * @param number the number
   * @param square its square
   * @param worker the worker's number
   * @param pid its process id
   */
  public record Square(int number, int square, int worker, long pid) {}

  /**
   * The observations of the lesson.
   *
   * @param ownPid the process id of this program
   * @param squares what came back
   */
  public record Seen(long ownPid, List<Square> squares) {}

  @Override
  public String name() {
    return "squares";
  }

  @Override
  public String title() {
    return "a function, a list, and workers that are processes";
  }

  @Override
  public String explanation() {
    return """
        This program, the coordinator, starts three workers. Each of them is a Java
        virtual machine of its own: the operating system knows it by a process id
        (pid), just as it knows your browser or your editor.

            pool.map(x -> x * x, List.of(1, 2, 3, 4, 5, 6))

        The coordinator sends the function to the workers, then the numbers, a few at a
        time. A worker that is free gets the next one. The squares travel back and are
        put into the order of the numbers.

        Look for: whose pid is beside each square? Is it ever the coordinator's?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    long ownPid = ProcessHandle.current().pid();
    say.accept("coordinator        pid " + ownPid);

    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool = ProcessPool.builder().workers(WORKERS).listener(arrivals).build()) {
      arrivals.await(WORKERS);
      pool.workers().forEach(w -> say.accept("worker " + w.id() + "           pid " + w.pid()));

      List<Integer> numbers = List.of(1, 2, 3, 4, 5, 6);
      MapOptions oneByOne = MapOptions.defaults().chunkSize(1);
      List<Square> squares = pool.map(SquaresLesson::square, numbers, oneByOne);

      squares.forEach(s -> say.accept(line(s)));
      return new Seen(ownPid, squares);
    }
  }

  /** Runs in a worker. */
  private static Square square(int number) throws InterruptedException {
    Thread.sleep(100); // So that one worker cannot do them all before the others look.
    WorkerContext context = WorkerContext.current();
    return new Square(number, number * number, context.workerId(), context.pid());
  }

  private static String line(Square s) {
    return "%d x %d = %2d   by   pid %d, worker %d"
        .formatted(s.number(), s.number(), s.square(), s.pid(), s.worker());
  }

  @Override
  public String summary() {
    return """
        A worker is a process, not a thread: it has a pid, and you can see it with
        `ps` or in the task manager while it works.
        The call looks like any other. Function, items and results were copied between
        the processes, and the results are in the order of the items.""";
  }
}
