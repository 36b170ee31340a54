package dev.procession.task;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * A count that goes down to zero, for which the tasks of a pool, and the program, can wait.
 *
 * <pre>{@code
 * SharedLatch ready = pool.shared().latch(2);
 * pool.mapAsync(
 *     name -> {
 *       ready.countDown();
 *       ready.await(); // for both
 *       return name.length();
 *     },
 *     List.of("one", "two"));
 * }</pre>
 *
 * <p>All methods throw an {@link IllegalStateException} if the latch has been closed or belongs to
 * another pool, or the pool has ended.
 */
public interface SharedLatch extends Serializable, AutoCloseable {

  /** Counts down by one, unless the count is zero. */
  void countDown();

  /**
   * Waits until the count is zero.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await() throws InterruptedException;

  /**
   * Waits until the count is zero, for some time.
   *
   * @param time how long to wait
   * @param unit its unit
   * @return whether the count is zero
   * @throws InterruptedException if the thread is interrupted
   */
  boolean await(long time, TimeUnit unit) throws InterruptedException;

  /**
   * The count at the moment.
   *
   * @return the count
   */
  int getCount();

  /** Removes the latch. Waiting callers and later uses fail. */
  @Override
  void close();
}
