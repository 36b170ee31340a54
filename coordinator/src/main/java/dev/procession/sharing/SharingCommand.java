package dev.procession.sharing;

import dev.procession.protocol.SharedReply;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;

/** What {@link Sharing} tells the shell to do. */
public sealed interface SharingCommand {
  /** Answer a request; of the program itself where there is no worker. */
  record Answer(Optional<WorkerKey> worker, long requestId, SharedReply reply)
      implements SharingCommand {}

  /** A task has ended and left something locked, or permits acquired; it is free now. */
  record WarnLeftHeld(String what, Caller task, String place) implements SharingCommand {}

  /**
   * Something waits for what is held by a thread of no task, with whose end nothing releases it.
   *
   * @param waiting what waits for what, in words
   */
  record WarnHeldLong(String waiting, Caller holder, String place) implements SharingCommand {}

  /** An amount was added to a counter that is closed, or that another pool has. */
  record WarnLostAmount(Optional<WorkerKey> worker, long amount) implements SharingCommand {}

  /** A process has asked what no worker may ask. */
  record Misbehaved(WorkerKey worker, String what) implements SharingCommand {}

  /** Something in a process has waited for longer than a moment. */
  record WorkerWaits(WorkerKey worker) implements SharingCommand {}

  /** Nothing waits there any more. */
  record WorkerResumes(WorkerKey worker) implements SharingCommand {}
}
