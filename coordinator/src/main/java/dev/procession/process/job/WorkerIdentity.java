package dev.procession.process.job;

import java.util.Optional;

/**
 * Identifies a worker process for users.
 *
 * @param id the worker's number
 * @param pid its process id
 * @param host the name of its host; empty for this machine
 */
public record WorkerIdentity(int id, long pid, Optional<String> host) {
  /** A worker on this machine. */
  public WorkerIdentity(int id, long pid) {
    this(id, pid, Optional.empty());
  }
}
