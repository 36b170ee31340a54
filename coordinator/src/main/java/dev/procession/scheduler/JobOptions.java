package dev.procession.scheduler;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the scheduler needs to know of a job.
 *
 * @param chunkSize items a chunk; empty to size chunks by measured time
 * @param total how many items there will be, where the source knows
 * @param timeoutNanos how long one item may run
 * @param crashRetries how many more attempts an item gets that ran when its worker died
 * @param waiting who waits for results
 * @param atMostOnce whether an item that may have been begun is never begun again
 * @param retry the further attempts of an item that ended with a failure
 * @param priority items of jobs with a higher one are sent first
 */
public record JobOptions(
    OptionalInt chunkSize,
    OptionalLong total,
    OptionalLong timeoutNanos,
    int crashRetries,
    Waiting waiting,
    boolean atMostOnce,
    Retry retry,
    int priority) {

  /**
   * Further attempts of items whose failure the shell regards as worth one.
   *
   * @param retries how many further attempts an item gets, those after a crash aside
   * @param delayNanos how long an item waits before its second attempt; twice as long before each
   *     one that follows
   * @param afterTimeout whether an item that ran longer than it may is tried again, too
   */
  public record Retry(int retries, long delayNanos, boolean afterTimeout) {
    /** No further attempts. */
    public static final Retry NONE = new Retry(0, 0, false);
  }

  /** How callers wait for the results of a job. */
  public enum Waiting {
    /** One caller waits for all results; their order of completion matters little. */
    FOR_ALL,
    /** One caller waits for each item, which should start before later items. */
    FOR_EACH
  }

  /** A job whose caller waits for all results. */
  public JobOptions(
      OptionalInt chunkSize, OptionalLong total, OptionalLong timeoutNanos, int crashRetries) {
    this(chunkSize, total, timeoutNanos, crashRetries, Waiting.FOR_ALL);
  }

  /** A job whose items may run again if it is unknown whether they have ended. */
  public JobOptions(
      OptionalInt chunkSize,
      OptionalLong total,
      OptionalLong timeoutNanos,
      int crashRetries,
      Waiting waiting) {
    this(chunkSize, total, timeoutNanos, crashRetries, waiting, false, Retry.NONE, 0);
  }

  /** A job without further attempts, of the usual priority. */
  public JobOptions(
      OptionalInt chunkSize,
      OptionalLong total,
      OptionalLong timeoutNanos,
      int crashRetries,
      Waiting waiting,
      boolean atMostOnce) {
    this(chunkSize, total, timeoutNanos, crashRetries, waiting, atMostOnce, Retry.NONE, 0);
  }

  /** The same options with another rule for further attempts. */
  public JobOptions with(Retry other) {
    return new JobOptions(
        chunkSize, total, timeoutNanos, crashRetries, waiting, atMostOnce, other, priority);
  }

  /** The same options with another priority. */
  public JobOptions withPriority(int other) {
    return new JobOptions(
        chunkSize, total, timeoutNanos, crashRetries, waiting, atMostOnce, retry, other);
  }
}
