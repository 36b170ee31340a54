package dev.procession.task;

import java.io.Serializable;

/**
 * An action that can travel to a worker process: what {@code ProcessPool.forEach} does with each
 * item.
 *
 * <pre>{@code
 * SerializableConsumer<Path> delete = Files::delete;
 * pool.forEach(delete, files);
 * }</pre>
 *
 * @param <T> the type of the item
 */
@FunctionalInterface
public interface SerializableConsumer<T> extends Serializable {
  /**
   * Does it, in a worker.
   *
   * @param item one item of the input, a copy of the caller's object
   * @throws Exception whatever the task wants to report; it arrives as the cause of a {@code
   *     TaskFailedException}
   */
  void accept(T item) throws Exception;
}
