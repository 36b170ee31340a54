package dev.procession.task;

import java.io.Serializable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock between the tasks of a pool, and between them and the program. Reentrant, and fair: first
 * come, first served.
 *
 * <p>It is held by one thread of a task or of the program. If the process of its holder dies, or
 * the task ends without having unlocked it, the lock is released at once, and the next holder is
 * told so by {@link #wasAbandoned}: what the lock protects may be half changed. A task that ends so
 * is also reported in the log. A thread that a task has started locks in the name of the task that
 * runs in its worker. While none runs there, it locks for itself, and so does a thread of the
 * program: nothing but {@link #unlock}, or the end of its process, releases the lock then, and the
 * log says so when somebody has waited for it for more than 10 seconds.
 *
 * <pre>{@code
 * SharedLock lock = pool.shared().lock();
 * lock.lock();
 * try {
 *   if (lock.wasAbandoned()) {
 *     System.err.println("its holder has died: check what it protects");
 *   }
 *   System.out.println("one at a time");
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>{@link #lock} and {@link #lockInterruptibly} throw a {@link DeadlockException} if they would
 * wait for ever, because each holder of a cycle waits for the next. Waits with a limit end by
 * themselves, and are not looked at. {@code lock} is not interrupted, but throws a {@link
 * java.util.concurrent.CancellationException} when its task is cancelled or times out.
 *
 * <p>All methods throw an {@link IllegalStateException} if the lock has been closed or belongs to
 * another pool, or the pool has ended; {@code unlock} does not, nor do they in the thread that
 * holds the lock, until it has unlocked it.
 */
public interface SharedLock extends Lock, Serializable, AutoCloseable {

  /**
   * Whether the holder before this one died, or ended, without having unlocked the lock.
   *
   * @return true if whatever the lock protects may need repair
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   */
  boolean wasAbandoned();

  /**
   * Is not supported: to wait for a condition of other tasks, use a {@link SharedQueue} or a {@link
   * SharedLatch}.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  Condition newCondition();

  /** Removes the lock. Waiting callers and later uses fail; its holder may still unlock it. */
  @Override
  void close();
}
