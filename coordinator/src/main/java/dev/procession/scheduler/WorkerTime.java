package dev.procession.scheduler;

/**
 * The workers' time that a job has used, which decides which job comes next.
 *
 * <p>Answered items count with the time that the worker reports. Chunks at workers count with their
 * estimated time or, if the running chunks have taken longer than the estimate of all of them, with
 * the time since they were started.
 */
final class WorkerTime {
  // All are written by the scheduler's thread only.
  private double used;
  private double estimated;
  private int running;
  private double sumOfStarts;

  /** The time used so far, in nanoseconds. A priority would divide it by the job's weight. */
  double nanos(long now) {
    return used + Math.max(estimated, elapsed(now));
  }

  /**
   * The same without the estimated time still to come, which is not used if chunks are returned.
   */
  double nanosWithoutEstimate(long now) {
    return used + elapsed(now);
  }

  private double elapsed(long now) {
    return running * (double) now - sumOfStarts;
  }

  /** A chunk with a given estimated time was sent. */
  void expect(double nanos) {
    estimated += nanos;
  }

  /** Items with a given estimated time were answered, or are no longer at a worker. */
  void noLongerExpect(double nanos) {
    estimated -= nanos;
  }

  /** A worker starts running a chunk. */
  void start(long now) {
    running++;
    sumOfStarts += now;
  }

  /** Items of a running chunk have ended after a given time. */
  void account(long since, double nanos, long now) {
    used += Math.max(0, nanos);
    sumOfStarts += now - since;
  }

  /** A worker stops running a chunk, which was last accounted for at a given time. */
  void stop(long since) {
    running--;
    sumOfStarts -= since;
  }

  /** Counts a job that had no items as if it had used as much time as the others. */
  void raiseTo(double nanos, long now) {
    used += Math.max(0, nanos - nanos(now));
  }
}
