package dev.procession.scheduler;

/**
 * One process in the life of a worker: the worker's number, which a replacement takes over, and how
 * many processes had it before. Whatever is reported of an earlier generation is out of date and
 * ignored.
 *
 * @param workerId the worker's number, 0 to N-1
 * @param generation 1 for the first process of this number
 */
public record WorkerKey(int workerId, int generation) {
  @Override
  public String toString() {
    return "worker " + workerId + "#" + generation;
  }
}
