package dev.procession.process.worker;

import dev.procession.protocol.ToCoordinator;
import dev.procession.scheduler.WorkerKey;

/** Takes what workers ask of shared objects; on their reader threads. */
public interface SharedRequestTaker {
  void asked(WorkerKey worker, ToCoordinator.SharedRequest request);

  void withdrawn(WorkerKey worker, ToCoordinator.SharedWithdrawal withdrawal);
}
