package dev.procession.cli.demo;

import dev.procession.ProcessPool;
import dev.procession.task.SharedQueue;
import dev.procession.task.WorkerContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A pipeline of two stages with a bounded queue between them. */
public final class QueueLesson implements Lesson {
  /** How many items go through the pipeline. */
  public static final int ITEMS = 8;

  /** How many items the queue holds. */
  public static final int CAPACITY = 2;

  /** How long the slow stage takes for each. */
  private static final long SLOW_MILLIS = 150;

  /**
   * An item that has passed both stages.
   *
   * @param item the item
   * @param madeBy the pid of the process that put it into the queue
   * @param madeMillis when it was made, counted from the beginning
   * @param usedBy the pid of the process that took it out
   * @param usedMillis when that was done with it
   */
  public record Passed(int item, long madeBy, long madeMillis, long usedBy, long usedMillis) {}

  /**
   * What the lesson has visible.
   *
   * @param passed the items, in the order in which they came out
   */
  public record Seen(List<Passed> passed) {}

  private record Made(int item, long pid, long millis) {}

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public String title() {
    return "a pipeline: one task makes, another uses, a queue between";
  }

  @Override
  public String explanation() {
    return """
        One task makes eight things, each in no time, and puts them into a queue that
        holds two. Another task, in another process, takes one after the other and
        needs 150 ms for each. The coordinator takes what comes out at the end.

            SharedQueue<Made> queue = pool.shared().queue(2);
            queue.put(thing);                // waits while the queue is full
            queue.stream().map(this::use)    // waits while it is empty
            queue.close();                   // no more: ends the stream

        The things are copied from process to process. What a queue has accepted stays
        there, even if the process that put it dies.

        Look for: the maker could be done at once. When does it make the last one?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool = ProcessPool.builder().workers(2).listener(arrivals).build()) {
      arrivals.await(2);
      SharedQueue<Made> made = pool.shared().queue("made", CAPACITY);
      SharedQueue<Passed> used = pool.shared().queue("used", ITEMS);
      long begun = System.currentTimeMillis();
      CompletableFuture<Integer> maker = pool.submit(() -> make(made, begun));
      CompletableFuture<Integer> user = pool.submit(() -> use(made, used, begun));
      List<Passed> passed =
          used.stream()
              .peek(
                  each ->
                      say.accept(
                          "thing %d: made after %4d ms, used by pid %d after %4d ms"
                              .formatted(
                                  each.item(),
                                  each.madeMillis(),
                                  each.usedBy(),
                                  each.usedMillis())))
              .toList();
      maker.join();
      user.join();
      return new Seen(passed);
    }
  }

  /** Runs in a worker. */
  private static int make(SharedQueue<Made> made, long begun) throws InterruptedException {
    long pid = WorkerContext.current().pid();
    for (int i : IntStream.rangeClosed(1, ITEMS).toArray()) {
      made.put(new Made(i, pid, System.currentTimeMillis() - begun));
    }
    made.close();
    return ITEMS;
  }

  /** Runs in another. */
  private static int use(SharedQueue<Made> made, SharedQueue<Passed> used, long begun)
      throws InterruptedException {
    long pid = WorkerContext.current().pid();
    for (Made each : (Iterable<Made>) made.stream()::iterator) {
      Thread.sleep(SLOW_MILLIS);
      long now = System.currentTimeMillis() - begun;
      used.put(new Passed(each.item(), each.pid(), each.millis(), pid, now));
    }
    used.close();
    return ITEMS;
  }

  @Override
  public String summary() {
    return """
        The first things were in the queue at once. Then it was full, and put() waited:
        from there on the maker was as fast as the user, and the last thing was made
        long after it could have been. So memory stays small however fast the maker is.
        Both tasks ran at the same time, one in each process, which a map would not have
        done: its second stage begins when the first has ended. Nobody had to poll, and
        close() told everybody that there is no more to come.""";
  }
}
