package dev.procession.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * One process in the life of a worker: the worker's number, which a replacement takes over, and how
 * many processes had it before. Whatever is reported of an earlier generation is out of date and
 * ignored.
 *
 * @param workerId the worker's number, 0 to N-1
 * @param generation 1 for the first process of this number
 */
public record WorkerKey(int workerId, int generation) {
  /** The process with which a pool begins. */
  public static WorkerKey first() {
    return new WorkerKey(0, 1);
  }

  /**
   * Written out, as {@link #equals}: those that a record has by itself make the JVM generate code
   * when the first worker starts.
   */
  @Override
  public int hashCode() {
    return 31 * workerId + generation;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkerKey key
        && key.workerId == workerId
        && key.generation == generation;
  }

  @Override
  public String toString() {
    return "worker " + workerId + "#" + generation;
  }
}
