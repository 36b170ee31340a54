package dev.procession.cli.demo;

import dev.procession.ProcessPool;
import dev.procession.task.SerializableCallable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A counter without a lock: shared by threads, not shared by processes. */
public final class RaceLesson implements Lesson {
  /** How many tasks count. */
  public static final int TASKS = 4;

  /** How far each of them counts. */
  public static final int STEPS = 2_000_000;

  /** No lock and no AtomicInteger: that is the bug to be visible. */
  private static int counter;

  /**
   * The observations of the lesson.
   *
   * @param expected what a counter should show that everybody has counted
   * @param threads what the counter of this program showed after the threads
   * @param processes the sum of what the workers counted, each for itself
   */
  public record Seen(long expected, long threads, long processes) {}

  @Override
  public String name() {
    return "race";
  }

  @Override
  public String title() {
    return "a counter without a lock: shared, and not shared";
  }

  @Override
  public String explanation() {
    return """
        Four tasks count to two million each, in a static field, without a lock:

            for (int i = 0; i < 2_000_000; i++) {
              counter++;
            }

        counter++ is three steps: read, add one, write. If two threads read the same
        number, both write the same next one, and a count is lost. The compiler may even
        read once, add two million, and write once: then a whole task is lost. When that
        happens is chance, from run to run, and now and then nothing is lost at all.

        The same tasks then run in processes. Each returns how far its counting moved
        its worker's own field, and the coordinator adds that up.

        Look for: is the sum 8000000? Run it again: is it the same?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    long expected = (long) TASKS * STEPS;

    counter = 0;
    ExecutorService threads = DaemonThreads.pool(TASKS);
    try {
      countIn(threads);
    } finally {
      threads.shutdown();
    }
    long inThreads = counter; // The futures' results make the threads' writes visible here.

    long inProcesses;
    try (ProcessPool processes = ProcessPool.create(2)) {
      inProcesses = countIn(processes).stream().mapToLong(moved -> moved).sum();
    }

    say.accept("expected:        %9d".formatted(expected));
    say.accept("four threads:    %9d   %s".formatted(inThreads, verdict(expected - inThreads)));
    say.accept("two processes:   %9d   %s".formatted(inProcesses, verdict(expected - inProcesses)));
    return new Seen(expected, inThreads, inProcesses);
  }

  private static List<Integer> countIn(ExecutorService executor) throws InterruptedException {
    SerializableCallable<Integer> task = RaceLesson::count;
    List<Integer> moved = new ArrayList<>();
    for (Future<Integer> future : executor.invokeAll(Collections.nCopies(TASKS, task))) {
      try {
        moved.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("counting failed", e);
      }
    }
    return moved;
  }

  /** Runs in a thread here, beside others, or in a worker, where one task runs at a time. */
  private static int count() {
    int before = counter;
    for (int i = 0; i < STEPS; i++) {
      counter++;
    }
    return counter - before;
  }

  private static String verdict(long lost) {
    return lost == 0 ? "none lost" : lost + " lost";
  }

  @Override
  public String summary() {
    return """
        Threads that share something need a lock, or an AtomicInteger, or luck; and a
        test that has passed does not tell you which of them you have.
        A worker runs one task at a time in a memory of its own. There is nothing to
        race for, so code that was never made for threads is safe in it as it is.""";
  }
}
