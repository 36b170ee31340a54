package dev.procession.process;

import dev.procession.protocol.FunctionKind;
import dev.procession.scheduler.JobOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A function to be applied to all items of a source.
 *
 * @param function the function
 * @param kind how it is applied
 * @param source the items, read by a thread of the job's own
 * @param scheduling for the scheduler
 * @param delivery how results reach the caller
 */
public record MapSpec(
    Object function, FunctionKind kind, Source source, JobOptions scheduling, Delivery delivery) {

  /**
   * Where the items come from.
   *
   * @param items the items
   * @param pace what may happen when the next is asked for
   */
  public record Source(Iterator<? extends @Nullable Object> items, Pace pace) {
    /** A source that may do anything. */
    public static Source of(Iterator<? extends @Nullable Object> items) {
      return new Source(items, Pace.MAY_BLOCK);
    }

    /**
     * The elements of a collection, which may be the user's own.
     *
     * @throws NullPointerException if it gives no iterator
     */
    public static Source of(Iterable<? extends @Nullable Object> items) {
      // The JDK's lists with random access hold their elements; other collections may wait.
      boolean isAtHand =
          items instanceof List
              && items instanceof RandomAccess
              && items.getClass().getClassLoader() == null;
      Iterator<? extends @Nullable Object> iterator =
          Objects.requireNonNull(items.iterator(), "items.iterator() is null");
      return new Source(iterator, isAtHand ? Pace.AT_HAND : Pace.MAY_BLOCK);
    }
  }

  /** What may happen when the next item is asked for. */
  public enum Pace {
    /** It is there at once. */
    AT_HAND,
    /** It may take as long as it likes. */
    MAY_BLOCK
  }

  /**
   * How results reach the caller.
   *
   * @param order in which order they are taken
   * @param taking when they are taken
   * @param windowItems how many items may be pulled and not yet consumed; empty to follow the chunk
   *     size
   * @param progress told how many items have ended
   */
  public record Delivery(
      ResultQueue.Order order,
      ResultQueue.Taking taking,
      OptionalInt windowItems,
      Optional<? extends ProgressListener> progress) {}

  /**
   * Told how far a job is, by the threads that bring it further: must not block, and must not run
   * code of the user's.
   */
  public interface ProgressListener {
    /**
     * Called when items have ended, before their results can be taken.
     *
     * @param ended how many items, failures included
     * @param failed how many of them have failed
     */
    void progress(long ended, long failed);
  }
}
