package dev.procession.cli.demo;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.task.WorkerContext;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Results come back in input order although they end in another. */
public final class OrderLesson implements Lesson {
  private static final int WORKERS = 2;
  private static final int COLUMNS = 50;

  /**
   * When an item was worked on, and by whom.
   *
   * @param item the item: how long it takes, in milliseconds
   * @param worker the worker's number
   * @param startMillis when it began, by the clock on the wall
   * @param endMillis when it ended
   */
  public record Span(int item, int worker, long startMillis, long endMillis) {}

  /**
   * The observations of the lesson.
   *
   * @param items what went in
   * @param results what came back, as it came back
   */
  public record Seen(List<Integer> items, List<Span> results) {
    /**
     * The items in the order in which they ended.
     *
     * @return the items
     */
    public List<Integer> ended() {
      return results.stream()
          .sorted(Comparator.comparingLong(Span::endMillis))
          .map(Span::item)
          .toList();
    }
  }

  @Override
  public String name() {
    return "order";
  }

  @Override
  public String title() {
    return "results in input order, whichever is done first";
  }

  @Override
  public String explanation() {
    return """
        Six items, two workers. Each item says how long it takes, in milliseconds, and
        the first takes longest:

            pool.map(OrderLesson::work, List.of(900, 100, 200, 50, 300, 150))

        While one worker is busy with the first item, the other does several. So they
        end in another order than they were given in. Each worker notes the time when
        an item begins and ends; a timeline is drawn from that.

        Look for: who ends first, and who comes first in the list of results?""";
  }

  @Override
  public Seen run(Consumer<String> say) throws InterruptedException {
    List<Integer> items = List.of(900, 100, 200, 50, 300, 150);
    Arrivals arrivals = new Arrivals();
    try (ProcessPool pool = ProcessPool.builder().workers(WORKERS).listener(arrivals).build()) {
      arrivals.await(WORKERS);
      MapOptions oneByOne = MapOptions.defaults().chunkSize(1);
      Seen seen = new Seen(items, pool.map(OrderLesson::work, items, oneByOne));

      draw(seen.results(), say);
      say.accept("");
      say.accept("given:    " + text(seen.items()));
      say.accept("ended:    " + text(seen.ended()));
      say.accept("returned: " + text(seen.results().stream().map(Span::item).toList()));
      return seen;
    }
  }

  /** Runs in a worker. */
  private static Span work(int millis) throws InterruptedException {
    long start = System.currentTimeMillis();
    Thread.sleep(millis);
    long end = System.currentTimeMillis();
    return new Span(millis, WorkerContext.current().workerId(), start, end);
  }

  private static void draw(List<Span> spans, Consumer<String> say) {
    long start = spans.stream().mapToLong(Span::startMillis).min().orElseThrow();
    long end = spans.stream().mapToLong(Span::endMillis).max().orElseThrow();
    double columnsPerMilli = (double) COLUMNS / Math.max(1, end - start);
    for (Span span : spans) {
      int from = (int) ((span.startMillis() - start) * columnsPerMilli);
      int to = (int) ((span.endMillis() - start) * columnsPerMilli);
      String bar = " ".repeat(Math.max(0, from)) + "#".repeat(Math.max(1, to - from));
      say.accept("item %3d  worker %d  |%s".formatted(span.item(), span.worker(), bar));
    }
    say.accept(" ".repeat(19) + "+" + "-".repeat(COLUMNS) + "> time");
  }

  private static String text(List<Integer> items) {
    return items.stream().map(item -> "%4d".formatted(item)).collect(Collectors.joining());
  }

  @Override
  public String summary() {
    return """
        map puts each result into the place of its item, so you never have to sort, and
        two runs give the same list whatever the workers' pace.
        The price is to wait for the slowest. If the order does not matter to you,
        MapOptions.defaults().unordered() gives each result as soon as it is there.""";
  }
}
