package dev.procession.protocol;

import dev.procession.task.Broadcast;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast handle in transit and in a worker: a number, for which the worker's {@link #servedBy
 * source} has the value.
 *
 * @param id the number, random so that another pool is unlikely to use the same
 * @param <T> the value's type
 */
public record BroadcastReference<T>(long id) implements Broadcast<T> {
  /**
   * The source of values; null outside of workers. Written before any task runs. Static, because a
   * decoded handle contains only its number.
   */
  private static volatile @Nullable LongFunction<Object> source;

  /**
   * Sets the source of the values in this process; for the worker.
   *
   * @param values gives the value of a number, or throws what {@link Broadcast#value} throws
   */
  public static void servedBy(LongFunction<Object> values) {
    source = values;
  }

  @Override
  @SuppressWarnings("unchecked") // The number was assigned to a value of this type.
  public T value() {
    LongFunction<Object> values = source;
    if (values == null) {
      throw new IllegalStateException(
          "This copy of a broadcast works only in workers; in the coordinator, use the object"
              + " that ProcessPool.broadcast returned");
    }
    return (T) values.apply(id);
  }

  @Override
  public void close() {
    throw new IllegalStateException(
        "A broadcast can be closed only in the coordinator, on the object that"
            + " ProcessPool.broadcast returned");
  }
}
