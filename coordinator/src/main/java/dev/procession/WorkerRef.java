package dev.procession;

import java.util.Optional;

/**
 * Identifies the worker of a failure.
 *
 * @param id the worker's number
 * @param pid the id of the process that had this number then
 * @param host the name of its host; empty for this machine
 */
record WorkerRef(int id, long pid, Optional<String> host) {
  /** A worker on this machine. */
  WorkerRef(int id, long pid) {
    this(id, pid, Optional.empty());
  }

  @Override
  public String toString() {
    return "worker " + id + " (pid " + pid + host.map(name -> " on " + name).orElse("") + ")";
  }
}
