package dev.procession.process.worker;

import dev.procession.protocol.ToCoordinator;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;

/** Takes what workers ask of shared objects; on their reader threads. */
public interface SharedRequestTaker {
  /**
   * Takes a request.
   *
   * @param chunk the chunk of the task that asks; empty if none is awaited that has that number
   */
  void asked(WorkerKey worker, ToCoordinator.SharedRequest request, Optional<AwaitedChunk> chunk);

  void withdrawn(WorkerKey worker, ToCoordinator.SharedWithdrawal withdrawal);
}
