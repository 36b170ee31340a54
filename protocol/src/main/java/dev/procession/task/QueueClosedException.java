package dev.procession.task;

/**
 * A {@link SharedQueue} is closed: it accepts no items, or has none and will get none.
 *
 * <pre>{@code
 * SharedQueue<String> queue = pool.shared().queue(10);
 * queue.close();
 * try {
 *   queue.take();
 * } catch (QueueClosedException e) {
 *   System.out.println("that was the last one");
 * }
 * }</pre>
 */
public final class QueueClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception.
   *
   * @param message says which queue
   */
  public QueueClosedException(String message) {
    super(message);
  }
}
