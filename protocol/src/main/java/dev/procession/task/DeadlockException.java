package dev.procession.task;

/**
 * To wait for a {@link SharedLock} would never end: its holder waits for another lock, and so on,
 * back to the caller. The message names each: who waits for which lock where, and who holds it
 * since where. The caller holds what it held before, and should unlock it.
 *
 * <pre>{@code
 * SharedLock account = pool.shared().lock();
 * try {
 *   account.lock();
 *   account.unlock();
 * } catch (DeadlockException e) {
 *   System.err.println(e.getMessage()); // unlock what is held, and try again
 * }
 * }</pre>
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message names the cycle
   */
  public DeadlockException(String message) {
    super(message);
  }
}
