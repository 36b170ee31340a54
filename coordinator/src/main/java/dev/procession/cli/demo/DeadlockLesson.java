package dev.procession.cli.demo;

import dev.procession.ProcessPool;
import dev.procession.TaskOptions;
import dev.procession.task.DeadlockException;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Two philosophers and two forks: a cycle of waits, and who finds it. */
public final class DeadlockLesson implements Lesson {
  /**
   * What became of one philosopher.
   *
   * @param name who it is
   * @param ate whether both forks were available
   * @param cycle the cycle that was found, in its parts; empty for one who ate
   */
  public record End(String name, boolean ate, List<String> cycle) {}

  /**
   * What the lesson has visible.
   *
   * @param leftThenRight the ends where each takes its own left fork first
   * @param sameOrder the ends where both take the same fork first
   */
  public record Seen(List<End> leftThenRight, List<End> sameOrder) {}

  @Override
  public String name() {
    return "deadlock";
  }

  @Override
  public String title() {
    return "two tasks wait for each other: who finds out";
  }

  @Override
  public String explanation() {
    return """
        Two philosophers sit at a table with two forks. Each needs both to eat, takes
        the one to the left, and then waits for the other, which the neighbour has:

            left.lock();
            right.lock();

        The forks are shared locks. Their state is in the coordinator, so tasks in
        different processes can wait for each other, which is just what happens here.
        With locks of one JVM, or with Python's, both would wait for ever.

        They sit down a second time, and both take the same fork first.

        Look for: who gets an exception, and what does it say? What does the other do?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool = ProcessPool.builder().workers(2).listener(arrivals).build()) {
      arrivals.await(2);
      SharedLock one = pool.shared().lock("fork 1");
      SharedLock two = pool.shared().lock("fork 2");

      say.accept("Each takes the left fork first:");
      List<End> leftThenRight = dine(pool, one, two, two, one, 2);
      leftThenRight.forEach(end -> tell(end, say));
      say.accept("Both take fork 1 first:");
      List<End> sameOrder = dine(pool, one, two, one, two, 1);
      sameOrder.forEach(end -> tell(end, say));
      return new Seen(leftThenRight, sameOrder);
    }
  }

  /**
   * Two tasks, each with its first and its second fork.
   *
   * @param atOnce how many take their first fork before anybody takes the second
   */
  private static List<End> dine(
      ProcessPool pool,
      SharedLock first,
      SharedLock second,
      SharedLock othersFirst,
      SharedLock othersSecond,
      int atOnce)
      throws InterruptedException {
    SharedLatch taken = pool.shared().latch(atOnce);
    CompletableFuture<End> plato =
        pool.submit(() -> eat("Plato", first, second, taken), TaskOptions.defaults().name("Plato"));
    CompletableFuture<End> kant =
        pool.submit(
            () -> eat("Kant", othersFirst, othersSecond, taken),
            TaskOptions.defaults().name("Kant"));
    try {
      return List.of(plato.get(), kant.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs in a worker. */
  private static End eat(String name, SharedLock first, SharedLock second, SharedLatch taken)
      throws InterruptedException {
    first.lock();
    try {
      taken.countDown();
      taken.await();
      second.lock();
      try {
        return new End(name, true, List.of());
      } finally {
        second.unlock();
      }
    } catch (DeadlockException e) {
      // The message also says where in the code; the lines here are short.
      String cycle = String.valueOf(e.getMessage()).replaceAll(" (at|since) [^,;]+", "");
      return new End(name, false, List.of(cycle.replace("Deadlock: ", "").split("[;,] ")));
    } finally {
      first.unlock();
    }
  }

  private static void tell(End end, Consumer<String> say) {
    if (end.ate()) {
      say.accept("  " + end.name() + " ate");
      return;
    }
    say.accept("  " + end.name() + " did not eat:");
    end.cycle().forEach(line -> say.accept("    " + line));
  }

  @Override
  public String summary() {
    return """
        The lock that would have closed the cycle was never waited for: its lock() threw
        a DeadlockException, which names each task, the lock it waits for, and who holds
        that. Its finally block put down the first fork, and the other one ate.
        The coordinator sees every lock and everybody who waits, so it can tell. It is
        better still not to get there: if all take their locks in the same order, there
        is no cycle, as the second meal shows.""";
  }
}
