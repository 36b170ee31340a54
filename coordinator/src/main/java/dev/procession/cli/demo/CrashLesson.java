package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput;
import dev.procession.task.WorkerContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A worker is killed while it works: who notices, what is lost, what is not. */
public final class CrashLesson implements Lesson {
  /** The item whose worker is killed. */
  public static final int DOOMED = 3;

  private static final int WORKERS = 2;

  /**
   * The observations of the lesson.
   *
   * @param outcomes how each of the numbers 1 to 6 ended
   * @param before the workers at the beginning
   * @param replacement the worker that took the place of the one that was killed
   */
  public record Seen(
      List<Outcome<Integer>> outcomes, List<WorkerInfo> before, WorkerInfo replacement) {}

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public String title() {
    return "a worker is killed: who notices, and what is lost";
  }

  @Override
  public String explanation() {
    return """
        Two workers square the numbers 1 to 6. The one that gets number 3 prints its
        pid and goes on working. The coordinator reads that line, and kills the process
        as `kill -9` would: no exception, no finally block, no last words. A crash in
        native code, or the system when memory runs out, does the same.

            pool.outcomes(CrashLesson::square, List.of(1, 2, 3, 4, 5, 6))

        outcomes gives, for each item, its value or what kept it from having one. A
        thread cannot be killed like that; where its JVM dies, all threads die.

        Look for: which numbers are lost? What is the pid of the worker's successor?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(WORKERS)
            .listener(arrivals)
            .onOutput((worker, stream, line) -> kill(stream, line))
            .build()) {
      arrivals.await(WORKERS);
      List<WorkerInfo> before = pool.workers();
      before.forEach(w -> say.accept("worker " + w.id() + " is pid " + w.pid()));

      MapOptions oneByOne = MapOptions.defaults().chunkSize(1);
      List<Outcome<Integer>> outcomes;
      try (Stream<Outcome<Integer>> each =
          pool.outcomes(CrashLesson::square, List.of(1, 2, 3, 4, 5, 6), oneByOne)) {
        outcomes = each.toList();
      }
      outcomes.forEach(outcome -> say.accept(text(outcome)));

      WorkerInfo replacement = arrivals.next();
      say.accept("worker " + replacement.id() + " is now pid " + replacement.pid());
      return new Seen(outcomes, before, replacement);
    }
  }

  /** Runs in a worker. */
  private static int square(int number) throws InterruptedException {
    if (number == DOOMED) {
      System.out.println(WorkerContext.current().pid());
      TimeUnit.MINUTES.sleep(1); // It is killed before that ends.
    }
    return number * number;
  }

  /** Runs in the coordinator, for each line that a worker prints. */
  private static void kill(WorkerOutput.Stream stream, String line) {
    if (stream == WorkerOutput.Stream.OUT) {
      ProcessHandle.of(Long.parseLong(line)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static String text(Outcome<Integer> outcome) {
    String number = "number " + (outcome.index() + 1) + ": ";
    if (outcome instanceof Outcome.Failure<Integer> failure
        && failure.error() instanceof WorkerCrashedException crash) {
      return number + "LOST, pid " + crash.pid() + " was ended by " + crash.signal().orElse("?");
    }
    return number + outcome.get();
  }

  @Override
  public String summary() {
    return """
        The operating system told the coordinator at once that the process was gone,
        and the coordinator knew what it was working on: that number is lost, and the
        exception says why. All others have their squares, also those that had been
        sent to the dead worker and had not begun: they ran elsewhere.
        A new process took the worker's place. crashRetries(1) would have tried the
        lost number again; without it nothing runs twice, since it may be half done.""";
  }
}
