package dev.procession;

/**
 * Which worker a failure is about.
 *
 * @param id the worker's number
 * @param pid the id of the process that had this number then
 */
record WorkerRef(int id, long pid) {
  @Override
  public String toString() {
    return "worker " + id + " (pid " + pid + ")";
  }
}
