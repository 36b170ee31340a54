package dev.procession.task;

import java.io.Serializable;

/**
 * A function that can travel to a worker process: what {@code ProcessPool.map} applies to each
 * item.
 *
 * <p>A lambda or a method reference written where this type is expected is serializable without a
 * cast. It is copied to the worker together with everything it captures, so it should capture
 * little, and nothing that cannot travel.
 *
 * <pre>{@code
 * SerializableFunction<String, Integer> length = String::length;
 * List<Integer> lengths = pool.map(length, List.of("one", "three")); // [3, 5]
 * }</pre>
 *
 * @param <T> the type of the item
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableFunction<T, R> extends Serializable {
  /**
   * Applies this function, in a worker.
   *
   * @param item one item of the input, a copy of the caller's object
   * @return the result, which travels back to the coordinator
   * @throws Exception whatever the task wants to report; it arrives as the cause of a {@code
   *     TaskFailedException}
   */
  R apply(T item) throws Exception;
}
