package dev.procession.live;

import static dev.procession.timeline.JsonText.micros;
import static dev.procession.timeline.JsonText.quoted;

/** What is listed on the page, one below the other; each is written as a JSON array. */
sealed interface Seen {
  String json();

  /** Some of a long text. */
  static String shortened(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "…";
  }

  /**
   * A line that something in a worker printed.
   *
   * @param pool the number of the pool
   * @param worker the number of the worker
   * @param toErr whether to standard error
   * @param atNanos when
   * @param text the line
   */
  record Line(int pool, int worker, boolean toErr, long atNanos, String text) implements Seen {
    @Override
    public String json() {
      return "["
          + pool
          + ","
          + worker
          + ","
          + toErr
          + ","
          + micros(atNanos)
          + ","
          + quoted(text)
          + "]";
    }
  }

  /**
   * Items that failed.
   *
   * @param pool the number of the pool
   * @param job the number of the job
   * @param index the index of the first item
   * @param items how many there are
   * @param worker where, or -1
   * @param atNanos when
   * @param title the exception, in a line
   * @param text more about it; may be empty
   */
  record Failed(
      int pool,
      long job,
      long index,
      int items,
      int worker,
      long atNanos,
      String title,
      String text)
      implements Seen {
    @Override
    public String json() {
      return "[%d,%d,%d,%d,%d,%d,%s,%s]"
          .formatted(pool, job, index, items, worker, micros(atNanos), quoted(title), quoted(text));
    }
  }

  /**
   * A process that ended unplanned.
   *
   * @param pool the number of the pool
   * @param worker the number of the worker
   * @param generation how many processes the worker had had
   * @param pid its process id, or 0
   * @param atNanos when
   * @param exitCode its exit code, or -1
   * @param detail what the pool knows besides
   * @param tail what it printed last
   */
  record Crash(
      int pool,
      int worker,
      int generation,
      long pid,
      long atNanos,
      int exitCode,
      String detail,
      String tail)
      implements Seen {
    @Override
    public String json() {
      return "[%d,%d,%d,%d,%d,%d,%s,%s]"
          .formatted(
              pool,
              worker,
              generation,
              pid,
              micros(atNanos),
              exitCode,
              quoted(detail),
              quoted(tail));
    }
  }
}
