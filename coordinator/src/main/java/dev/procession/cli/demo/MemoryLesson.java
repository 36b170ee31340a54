package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.TaskFailedException;
import dev.procession.WorkerInfo;
import dev.procession.task.WorkerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One worker runs out of heap; the rest do not. */
public final class MemoryLesson implements Lesson {
  /** The item that wants more memory than there is. */
  public static final int GREEDY = 3;

  private static final int WORKERS = 2;
  private static final int MIB = 1 << 20;

  /**
   * What an item found in its worker.
   *
   * @param pid the process
   * @param square the item squared
   * @param heapMib the heap that the process may have, in MiB
   */
  public record Found(long pid, int square, long heapMib) {}

  /**
   * The observations of the lesson.
   *
   * @param outcomes how each of the numbers 1 to 6 ended
   * @param successor the worker that took the place of the one that ran out of heap
   * @param heapHereMib the heap that this program may have, in MiB
   */
  public record Seen(List<Outcome<Found>> outcomes, WorkerInfo successor, long heapHereMib) {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "one worker runs out of heap, the rest do not";
  }

  @Override
  public String explanation() {
    return """
        Two workers square the numbers 1 to 6, each with a heap of 64 MiB of its own,
        some of which its JVM keeps to itself and does not count below:

            ProcessPool.builder().workers(2).maxHeap("64m").build()

        Number 3 takes one MiB after the other and keeps them all, until there are no
        more. In threads it would be everybody's heap that is full: the next thread
        that needs a few bytes, even an innocent one, gets an OutOfMemoryError as well.

        Look for: which numbers fail, and with what? Does the coordinator notice?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool =
        ProcessPool.builder().workers(WORKERS).maxHeap("64m").listener(arrivals).build()) {
      arrivals.await(WORKERS);
      MapOptions oneByOne = MapOptions.defaults().chunkSize(1);
      List<Outcome<Found>> outcomes;
      try (Stream<Outcome<Found>> each =
          pool.outcomes(MemoryLesson::square, List.of(1, 2, 3, 4, 5, 6), oneByOne)) {
        outcomes = each.toList();
      }
      outcomes.forEach(outcome -> say.accept(text(outcome)));

      WorkerInfo successor = arrivals.next();
      say.accept("worker " + successor.id() + " is replaced by pid " + successor.pid());
      long heapHereMib = heapMib();
      say.accept("here, the heap may have " + heapHereMib + " MiB, and none of that was needed");
      return new Seen(outcomes, successor, heapHereMib);
    }
  }

  /** Runs in a worker. */
  private static Found square(int number) {
    if (number == GREEDY) {
      List<byte[]> kept = new ArrayList<>();
      while (kept.size() < Integer.MAX_VALUE) {
        kept.add(new byte[MIB]);
      }
    }
    return new Found(WorkerContext.current().pid(), number * number, heapMib());
  }

  private static long heapMib() {
    return Runtime.getRuntime().maxMemory() / MIB;
  }

  private static String text(Outcome<Found> outcome) {
    String number = "number " + (outcome.index() + 1) + ": ";
    if (outcome instanceof Outcome.Failure<Found> failure
        && failure.error() instanceof TaskFailedException failed) {
      String cause = failed.getCause().getClass().getName();
      return number + "FAILED in pid " + failed.pid() + ", " + cause;
    }
    Found found = outcome.get();
    return "%s%2d   pid %d, heap of up to %d MiB"
        .formatted(number, found.square(), found.pid(), found.heapMib());
  }

  @Override
  public String summary() {
    return """
        The heap belongs to the process. One was full, the item that filled it failed
        with TaskFailedException, whose cause is the OutOfMemoryError, and nobody else
        noticed anything.
        After that a JVM is not to be trusted: any of its threads may have missed
        something. So the worker is replaced, which you can afford with a process.""";
  }
}
