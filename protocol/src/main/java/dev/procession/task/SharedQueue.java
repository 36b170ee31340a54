package dev.procession.task;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between the tasks of a pool, and between them and the program. Those that wait
 * are served in the order in which they came.
 *
 * <pre>{@code
 * SharedQueue<String> found = pool.shared().queue(100);
 * pool.mapAsync(
 *     file -> {
 *       found.put(file.toString()); // waits while the queue is full
 *       return 1;
 *     },
 *     files);
 * String first = found.take();
 * }</pre>
 *
 * <p>Items travel as results do. What the queue has accepted stays, whatever becomes of the task
 * that put it. An item that was taken belongs to the task that took it; if that one dies, the item
 * is lost with it. So is one that cannot be rebuilt where it was taken, such as for a class that is
 * lacking there; the exception says so. A task that is interrupted, cancelled or times out while it
 * waits has neither put nor taken anything.
 *
 * <p>Do not have more tasks wait for items than leave a worker for those that bring them. A task
 * that waits gives back what its worker was to run next, so that others can.
 *
 * <p>All methods throw an {@link IllegalStateException} if the queue belongs to another pool, or
 * the pool has ended.
 *
 * @param <T> the type of the items
 */
public interface SharedQueue<T> extends Serializable, AutoCloseable {

  /**
   * Adds an item; waits for room.
   *
   * @param item the item
   * @throws InterruptedException if the thread is interrupted; the item has not been added then
   * @throws QueueClosedException if the queue is closed
   */
  void put(T item) throws InterruptedException;

  /**
   * Adds an item; waits for room for some time.
   *
   * @param item the item
   * @param time how long to wait
   * @param unit its unit
   * @return whether it has been added
   * @throws InterruptedException if the thread is interrupted; the item has not been added then
   * @throws QueueClosedException if the queue is closed
   */
  boolean offer(T item, long time, TimeUnit unit) throws InterruptedException;

  /**
   * Takes the first item; waits for one.
   *
   * @return the item
   * @throws InterruptedException if the thread is interrupted; nothing has been taken then
   * @throws QueueClosedException if the queue is closed and has no more items
   */
  T take() throws InterruptedException;

  /**
   * Takes the first item; waits for one for some time.
   *
   * @param time how long to wait
   * @param unit its unit
   * @return the item, or null if there was none
   * @throws InterruptedException if the thread is interrupted; nothing has been taken then
   * @throws QueueClosedException if the queue is closed and has no more items
   */
  @Nullable T poll(long time, TimeUnit unit) throws InterruptedException;

  /**
   * How many items there are at the moment.
   *
   * @return their number
   */
  int size();

  /**
   * Takes item after item, waiting for each, until the queue is closed and empty. An interrupt ends
   * the stream with a {@link java.util.concurrent.CancellationException}.
   *
   * @return the items
   */
  Stream<T> stream();

  /** Lets the queue accept no more items. What it has can still be taken. */
  @Override
  void close();
}
