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
 */
public record JobOptions(
    OptionalInt chunkSize,
    OptionalLong total,
    OptionalLong timeoutNanos,
    int crashRetries,
    Waiting waiting) {

  /** Who waits for the results of a job. */
  public enum Waiting {
    /** Somebody who wants all of them: which are done first matters little. */
    FOR_ALL,
    /** Somebody for each item, who wants it begun before those that come later. */
    FOR_EACH
  }

  /** A job of somebody who waits for all results. */
  public JobOptions(
      OptionalInt chunkSize, OptionalLong total, OptionalLong timeoutNanos, int crashRetries) {
    this(chunkSize, total, timeoutNanos, crashRetries, Waiting.FOR_ALL);
  }
}
