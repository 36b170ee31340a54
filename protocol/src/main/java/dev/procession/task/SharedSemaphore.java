package dev.procession.task;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits that the tasks of a pool, and the program, share. Fair: first come, first
 * served, so that requests for few permits do not overtake a request for many for ever.
 *
 * <pre>{@code
 * SharedSemaphore connections = pool.shared().semaphore(3);
 * pool.map(
 *     name -> {
 *       connections.acquire();
 *       try {
 *         return name.length(); // three tasks at a time
 *       } finally {
 *         connections.release();
 *       }
 *     },
 *     names);
 * }</pre>
 *
 * <p>Permits belong to the task that acquired them, whichever of its threads did, or to the
 * program. They come back when the process of the task dies, and also, with a warning in the log,
 * when the task ends without having released them. Only their holder can release them.
 *
 * <p>All methods but {@code release} throw an {@link IllegalStateException} if the semaphore has
 * been closed or belongs to another pool, or the pool has ended.
 */
public interface SharedSemaphore extends Serializable, AutoCloseable {

  /**
   * Takes a permit; waits for it.
   *
   * @throws InterruptedException if the thread is interrupted; it has no permit then
   */
  void acquire() throws InterruptedException;

  /**
   * Takes permits, all or none; waits for them.
   *
   * @param permits how many, at least 0
   * @throws InterruptedException if the thread is interrupted; it has none of them then
   * @throws IllegalStateException also if the semaphore never has so many
   */
  void acquire(int permits) throws InterruptedException;

  /**
   * Takes a permit if there is one, and nobody waits for it.
   *
   * @return whether it has been taken
   */
  boolean tryAcquire();

  /**
   * Takes a permit; waits for it for some time.
   *
   * @param time how long to wait
   * @param unit its unit
   * @return whether it has been taken
   * @throws InterruptedException if the thread is interrupted; it has no permit then
   */
  boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException;

  /**
   * Gives back a permit.
   *
   * @throws IllegalMonitorStateException if the task, or the program, has none
   */
  void release();

  /**
   * Gives back permits.
   *
   * @param permits how many, at least 0
   * @throws IllegalMonitorStateException if the task, or the program, has fewer
   */
  void release(int permits);

  /** Removes the semaphore. Waiting callers and later uses fail. */
  @Override
  void close();
}
