package dev.procession.task;

import java.io.Serializable;

/**
 * A number that the tasks of a pool, and the program, share. Every method is atomic.
 *
 * <pre>{@code
 * SharedLong bytes = pool.shared().counter(0);
 * pool.map(
 *     file -> {
 *       bytes.add(Files.size(file));
 *       return 1;
 *     },
 *     files);
 * long total = bytes.get();
 * }</pre>
 *
 * <p>All but {@link #add} go to the coordinator and back. {@code add} only takes a note, which goes
 * there with the next message of its process, and at the latest before the result of its task; so a
 * million of them cost little. What a task has noted is lost if its process dies first.
 *
 * <p>All methods but {@code add} throw an {@link IllegalStateException} if the number has been
 * closed or belongs to another pool, or the pool has ended.
 */
public interface SharedLong extends Serializable, AutoCloseable {

  /**
   * The value, with all that this process has added.
   *
   * @return the value
   */
  long get();

  /**
   * Sets the value.
   *
   * @param value the new value
   */
  void set(long value);

  /**
   * Adds without waiting, and without a result. Counted before the result of its task arrives.
   *
   * @param amount how much
   */
  void add(long amount);

  /**
   * Adds.
   *
   * @param amount how much
   * @return the new value
   */
  long addAndGet(long amount);

  /**
   * Adds one.
   *
   * @return the new value
   */
  long incrementAndGet();

  /**
   * Sets the value if it is as expected.
   *
   * @param expected what it has to be
   * @param value the new value
   * @return whether it was as expected
   */
  boolean compareAndSet(long expected, long value);

  /**
   * Sets the value if the given one is greater.
   *
   * @param value a value
   * @return the new value: the greater of both
   */
  long accumulateMax(long value);

  /**
   * Sets the value if the given one is less.
   *
   * @param value a value
   * @return the new value: the less of both
   */
  long accumulateMin(long value);

  /** Removes the number. Later uses fail. */
  @Override
  void close();
}
