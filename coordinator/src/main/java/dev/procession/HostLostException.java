package dev.procession;

/**
 * The host of the worker that a task had been sent to was lost: killed, cut off, or silent for too
 * long; and that happened more often than {@link ProcessPool.Builder#hostRetries} allows. Nobody
 * knows whether the task ran, or how far.
 *
 * <p>The end of a host is never charged to a task, so others that were sent there run again
 * elsewhere, too, as often as that setting says.
 *
 * <pre>{@code
 * try {
 *   pool.map(x -> x + 1, List.of(1, 2, 3));
 * } catch (HostLostException e) {
 *   System.out.println(e.host() + " is gone; the item at index " + e.index().getAsLong() + " may have run");
 * }
 * }</pre>
 */
public final class HostLostException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** The name of the host that was lost last. */
  private final String host;

  /** With how many hosts it was lost. */
  private final int losses;

  HostLostException(
      TaskRef task, WorkerRef worker, int losses, boolean seenRunning, String reason) {
    super(task.index(), message(task, worker, losses, seenRunning, reason), null);
    this.host = worker.host().orElse("");
    this.losses = losses;
  }

  private static String message(
      TaskRef task, WorkerRef worker, int losses, boolean seenRunning, String reason) {
    return task
        + " was lost with the host of "
        + worker
        + (losses == 1 ? "" : ", the last of " + losses + " hosts that it was lost with")
        + ": "
        + reason
        + ". "
        + (seenRunning
            ? "It was the last item that was seen to run there; it may have ended since."
            : "It was not seen to run there, but may have run since that was last looked at.")
        + " How often such an item runs again is said with ProcessPool.builder().hostRetries(n).";
  }

  /**
   * The host that was lost last.
   *
   * @return its name, as it was given to the pool
   */
  public String host() {
    return host;
  }

  /**
   * How many hosts the task was lost with.
   *
   * @return the number, from 1
   */
  public int losses() {
    return losses;
  }
}
