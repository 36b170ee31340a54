package dev.procession.task;

/**
 * Makes objects that tasks of one pool share with each other and with the program: locks,
 * semaphores, counters, queues, maps and latches.
 *
 * <p>Their state lives in the coordinator, so it survives whatever happens to a worker: a lock
 * whose holder is killed is free at once, permits come back, and what a queue has accepted stays.
 * The handles that these methods return can be captured by tasks and sent as items or results, and
 * have the same meaning everywhere.
 *
 * <pre>{@code
 * SharedLock lock = pool.shared().lock();
 * SharedLong total = pool.shared().counter(0);
 * pool.map(
 *     n -> {
 *       total.add(n.length());
 *       lock.lock();
 *       try {
 *         return n.length(); // one task at a time
 *       } finally {
 *         lock.unlock();
 *       }
 *     },
 *     names);
 * }</pre>
 *
 * <p>Names are for people: they are part of error messages and warnings. An object without one is
 * named by its kind and a number. Objects last until they are closed, or their pool ends.
 *
 * <p>A pool has at most 100,000 objects at a time; a queue or a map holds at most one gibibyte; at
 * most 4096 threads of a worker wait at the same time. What exceeds a limit fails with an {@link
 * IllegalStateException} that names it.
 */
public interface SharedObjects {

  /**
   * Makes a lock.
   *
   * @return the lock, not held
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLock lock();

  /**
   * Makes a lock.
   *
   * @param name its name, for people
   * @return the lock, not held
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLock lock(String name);

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits it has, at least 1
   * @return the semaphore, with all its permits
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedSemaphore semaphore(int permits);

  /**
   * Makes a semaphore.
   *
   * @param name its name, for people
   * @param permits how many permits it has, at least 1
   * @return the semaphore, with all its permits
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedSemaphore semaphore(String name, int permits);

  /**
   * Makes a number.
   *
   * @param initial its value
   * @return the number
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLong counter(long initial);

  /**
   * Makes a number.
   *
   * @param name its name, for people
   * @param initial its value
   * @return the number
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLong counter(String name, long initial);

  /**
   * Makes a queue.
   *
   * @param <T> the type of the items
   * @param capacity how many items it holds at most, at least 1
   * @return the queue, empty
   * @throws IllegalStateException if the pool has been shut down
   */
  <T> SharedQueue<T> queue(int capacity);

  /**
   * Makes a queue.
   *
   * @param <T> the type of the items
   * @param name its name, for people
   * @param capacity how many items it holds at most, at least 1
   * @return the queue, empty
   * @throws IllegalStateException if the pool has been shut down
   */
  <T> SharedQueue<T> queue(String name, int capacity);

  /**
   * Makes a map.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @return the map, empty
   * @throws IllegalStateException if the pool has been shut down
   */
  <K, V> SharedMap<K, V> map();

  /**
   * Makes a map.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the values
   * @param name its name, for people
   * @return the map, empty
   * @throws IllegalStateException if the pool has been shut down
   */
  <K, V> SharedMap<K, V> map(String name);

  /**
   * Makes a latch.
   *
   * @param count how often it has to be counted down, at least 0
   * @return the latch
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLatch latch(int count);

  /**
   * Makes a latch.
   *
   * @param name its name, for people
   * @param count how often it has to be counted down, at least 0
   * @return the latch
   * @throws IllegalStateException if the pool has been shut down
   */
  SharedLatch latch(String name, int count);
}
