package dev.procession.protocol;

import dev.procession.task.Broadcast;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast handle on its way and in a worker: a number that the worker's {@link #servedBy
 * source} knows the value of.
 *
 * @param id the number, drawn at random so that another pool hardly has the same
 * @param <T> the value's type
 */
public record BroadcastReference<T>(long id) implements Broadcast<T> {
  /**
   * Where values come from; null where this is no worker. Written before any task runs. Static,
   * because a handle that has just been decoded knows nothing but its number.
   */
  private static volatile @Nullable LongFunction<Object> source;

  /**
   * Declares where the values are to be had in this process; for the worker.
   *
   * @param values gives the value of a number, or throws what {@link Broadcast#value} throws
   */
  public static void servedBy(LongFunction<Object> values) {
    source = values;
  }

  @Override
  @SuppressWarnings("unchecked") // The number was given for a value of this type.
  public T value() {
    LongFunction<Object> values = source;
    if (values == null) {
      throw new IllegalStateException(
          "This broadcast handle has travelled and is of use in workers only;"
              + " in the coordinator keep the one that ProcessPool.broadcast returned");
    }
    return (T) values.apply(id);
  }

  @Override
  public void close() {
    throw new IllegalStateException(
        "A broadcast is closed in the coordinator, on the handle that ProcessPool.broadcast"
            + " returned");
  }
}
