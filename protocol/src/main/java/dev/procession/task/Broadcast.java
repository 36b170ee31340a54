package dev.procession.task;

import java.io.Serializable;

/**
 * A handle on a value that many tasks use: a table, a model, a dictionary. The handle is small and
 * travels with functions and items; the value is encoded once, and sent to each worker once, when a
 * task there first asks for it.
 *
 * <pre>{@code
 * try (Broadcast<Map<String, Integer>> prices = pool.broadcast(table)) {
 *   List<Integer> costs = pool.map(name -> prices.value().get(name), names);
 * }
 * }</pre>
 *
 * <p>All tasks of a worker, and all threads they start, share one object; workers do not share it
 * with each other, and what a task changes in it is seen in its own worker only, until that is
 * replaced. A replacement gets the value as it was when it was broadcast.
 *
 * <p>The idea of a value that is sent once per worker is that of Apache Spark's broadcast
 * variables.
 *
 * @param <T> the value's type
 */
public interface Broadcast<T> extends Serializable, AutoCloseable {

  /**
   * The value. In the coordinator it is the object that was broadcast; in a worker it is this
   * worker's copy of it, for which the first caller waits: that time belongs to its task's timeout.
   *
   * @return the value
   * @throws IllegalStateException if the handle has been closed, or belongs to another pool than
   *     the one that runs this task, or came back to the coordinator in a result
   */
  T value();

  /**
   * Lets go of the value, here and in all workers. Tasks that have got it go on with it; those that
   * ask for it later fail. Closing twice does nothing; in a worker it is not allowed. What is never
   * closed is let go of when the pool ends.
   *
   * @throws IllegalStateException in a worker
   */
  @Override
  void close();
}
