package dev.procession.process;

import dev.procession.protocol.FunctionKind;
import dev.procession.scheduler.JobOptions;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A function to be applied to all items of a source.
 *
 * @param function the function
 * @param kind how it is applied
 * @param source the items, read by a thread of the job's own
 * @param scheduling for the scheduler
 * @param delivery how results reach the caller
 */
public record MapSpec(
    Object function,
    FunctionKind kind,
    Iterator<? extends @Nullable Object> source,
    JobOptions scheduling,
    Delivery delivery) {

  /**
   * How results reach the caller.
   *
   * @param order in which order they are taken
   * @param windowItems how many items may be pulled and not yet consumed; empty to follow the chunk
   *     size
   * @param onShutdown what becomes of a source that has not been read to its end
   * @param progress told how many items have ended, on the loop thread
   */
  public record Delivery(
      ResultQueue.Order order,
      OptionalInt windowItems,
      OnShutdown onShutdown,
      Optional<? extends ProgressListener> progress) {}

  /** Told how far a job is. Must not block, and must not run code of the user's. */
  public interface ProgressListener {
    /**
     * Called after items have ended.
     *
     * @param ended how many items have ended so far, failures included
     * @param failed how many have failed so far
     */
    void progress(long ended, long failed);
  }

  /** What an orderly shutdown does to a source that has not been read to its end. */
  public enum OnShutdown {
    /** It is read to its end: somebody waits for all the results. */
    FINISH_SOURCE,
    /**
     * It is not read any further: maybe nobody takes its results any more, and it may have no end.
     */
    STOP_SOURCE
  }
}
