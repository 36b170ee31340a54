package dev.procession.process.job;

import dev.procession.protocol.FunctionKind;
import dev.procession.scheduler.JobOptions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.RandomAccess;
import java.util.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A function to be applied to all items of a source.
 *
 * @param function the function
 * @param kind how it is applied
 * @param source the items, read on a separate thread
 * @param scheduling for the scheduler
 * @param delivery how results reach the caller
 * @param retryRule what is worth another attempt, where the scheduler has some
 * @param name how the caller calls the work, if at all
 */
public record MapRequest(
    Object function,
    FunctionKind kind,
    Source source,
    JobOptions scheduling,
    Delivery delivery,
    RetryRule retryRule,
    Optional<String> name) {
  /** A request without a name, whose items are not tried again when they have failed. */
  public MapRequest(
      Object function, FunctionKind kind, Source source, JobOptions scheduling, Delivery delivery) {
    this(function, kind, source, scheduling, delivery, RetryRule.NONE, Optional.empty());
  }

  /**
   * Where the items come from.
   *
   * @param items the items
   * @param pace how long the next item may take
   */
  public record Source(Iterator<? extends @Nullable Object> items, Pace pace) {
    /** A source about which nothing is known. */
    public static Source of(Iterator<? extends @Nullable Object> items) {
      return new Source(items, Pace.MAY_BLOCK);
    }

    /**
     * The elements of a collection, which may be a user's class.
     *
     * @throws NullPointerException if it gives no iterator
     */
    public static Source of(Iterable<? extends @Nullable Object> items) {
      if (items instanceof Collection<?> collection && isReadUnderLock(collection)) {
        return new Source(
            Arrays.<@Nullable Object>asList(collection.toArray()).iterator(), Pace.AT_HAND);
      }
      // The JDK's lists with random access hold their elements; other collections may wait.
      boolean isAtHand =
          items instanceof List
              && items instanceof RandomAccess
              && items.getClass().getClassLoader() == null;
      Iterator<? extends @Nullable Object> iterator =
          Objects.requireNonNull(items.iterator(), "items.iterator() is null");
      return new Source(iterator, isAtHand ? Pace.AT_HAND : Pace.MAY_BLOCK);
    }

    /**
     * Whether reading takes a lock that the calling thread may hold while it waits for the results;
     * then the elements are copied at once, on that thread.
     */
    private static boolean isReadUnderLock(Collection<?> items) {
      return Thread.holdsLock(items)
          || items instanceof Vector
          || items.getClass().getName().startsWith("java.util.Collections$Synchronized");
    }
  }

  /** How long the next item may take. */
  public enum Pace {
    /** It is available at once. */
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
   * @param progress receives the number of ended items
   */
  public record Delivery(
      ResultQueue.Order order,
      ResultQueue.Taking taking,
      OptionalInt windowItems,
      Optional<? extends ProgressListener> progress) {}

  /**
   * Receives the progress of a job on the threads that cause it; must not block and must not run
   * user code.
   */
  public interface ProgressListener {
    /**
     * Called when items have ended, before their results can be taken, and once with zeros for an
     * empty source.
     *
     * @param ended how many items, failures included
     * @param failed how many of them have failed
     */
    void progress(long ended, long failed);
  }
}
