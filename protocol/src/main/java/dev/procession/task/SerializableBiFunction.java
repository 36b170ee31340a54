package dev.procession.task;

import java.io.Serializable;

/**
 * A function of two arguments that can travel to a worker process, for mapping over two inputs at
 * once.
 *
 * <pre>{@code
 * SerializableBiFunction<String, Integer, String> repeat = String::repeat;
 * List<String> words = pool.map(repeat, List.of("a", "b"), List.of(2, 3)); // [aa, bbb]
 * }</pre>
 *
 * @param <A> the type of the item from the first input
 * @param <B> the type of the item from the second input
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableBiFunction<A, B, R> extends Serializable {
  /**
   * Applies this function, in a worker.
   *
   * @param a the item of the first input
   * @param b the item of the second input at the same position
   * @return the result, which travels back to the coordinator
   * @throws Exception whatever the task wants to report; it arrives as the cause of a {@code
   *     TaskFailedException}
   */
  R apply(A a, B b) throws Exception;
}
