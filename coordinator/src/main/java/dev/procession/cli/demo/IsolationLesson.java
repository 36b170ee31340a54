package dev.procession.cli.demo;

import dev.procession.ProcessPool;
import dev.procession.task.SerializableCallable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A static field, counted up by threads and by processes. */
public final class IsolationLesson implements Lesson {
  /** How many tasks count, in threads and again in processes. */
  public static final int TASKS = 6;

  private static final int WORKERS = 2;

  /** The field: one for each process, whatever the number of threads in it. */
  private static final AtomicInteger counter = new AtomicInteger();

  /**
   * What a task has visible.
   *
   * @param pid the process that it ran in
   * @param counter the counter after the task had counted
   */
  public record Count(long pid, int counter) {}

  /**
   * The observations of the lesson.
   *
   * @param ownPid the process id of this program
   * @param threads what the tasks in threads saw
   * @param afterThreads the counter of this program then
   * @param processes what the tasks in processes saw
   * @param afterProcesses the counter of this program then, having begun at 0 again
   */
  public record Seen(
      long ownPid,
      List<Count> threads,
      int afterThreads,
      List<Count> processes,
      int afterProcesses) {}

  @Override
  public String name() {
    return "isolation";
  }

  @Override
  public String title() {
    return "a static field in threads and in processes";
  }

  @Override
  public String explanation() {
    return """
        A class has a static field, and a task adds one to it:

            static final AtomicInteger counter = new AtomicInteger();

            static Count count() {
              return new Count(pid, counter.incrementAndGet());
            }

        Six such tasks run in two threads, then six in two worker processes. The code
        is the same: both are an ExecutorService. After each half we look at the
        counter in this program.

        Look for: what is the counter here, after the threads, after the processes?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    long ownPid = ProcessHandle.current().pid();

    counter.set(0);
    List<Count> threads;
    ExecutorService threadPool = DaemonThreads.pool(WORKERS);
    try {
      threads = countIn(threadPool);
    } finally {
      threadPool.shutdown();
    }
    int afterThreads = counter.get();

    counter.set(0);
    List<Count> processes;
    Arrivals arrivals = new Arrivals();
    try (ProcessPool processPool =
        ProcessPool.builder().workers(WORKERS).listener(arrivals).build()) {
      arrivals.await(WORKERS);
      processes = countIn(processPool);
    }
    int afterProcesses = counter.get();

    Seen seen = new Seen(ownPid, threads, afterThreads, processes, afterProcesses);
    show(seen, say);
    return seen;
  }

  private static List<Count> countIn(ExecutorService executor) throws InterruptedException {
    SerializableCallable<Count> task = IsolationLesson::count;
    List<Count> counts = new ArrayList<>();
    for (Future<Count> future : executor.invokeAll(Collections.nCopies(TASKS, task))) {
      try {
        counts.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("counting failed", e);
      }
    }
    return counts;
  }

  /** Runs in a thread here, or in a worker. */
  private static Count count() throws InterruptedException {
    Thread.sleep(100); // So that all of them get a turn.
    return new Count(ProcessHandle.current().pid(), counter.incrementAndGet());
  }

  private static void show(Seen seen, Consumer<String> say) {
    String row = "%-10s %-28s %s";
    say.accept(row.formatted("", "two threads", "two processes"));
    for (int i = 0; i < TASKS; i++) {
      String thread = text(seen.threads().get(i));
      say.accept(row.formatted("task " + i, thread, text(seen.processes().get(i))));
    }
    String here = "pid " + seen.ownPid() + ", counter ";
    say.accept(row.formatted("here", here + seen.afterThreads(), here + seen.afterProcesses()));
  }

  private static String text(Count count) {
    return "pid " + count.pid() + ", counter " + count.counter();
  }

  @Override
  public String summary() {
    return """
        Threads live in one process and share its memory: all of them have counted the
        same field, and it is 6 here.
        Each process has a memory of its own, so each worker counts a field of its own,
        from 0. Here it is still 0: nothing a worker does to its memory reaches us.
        What is to come back has to be returned.""";
  }
}
