package dev.procession.scheduler;

import java.util.OptionalLong;

/**
 * A job as it was at one moment, for people.
 *
 * @param id the job's number
 * @param total how many items it has, if its owner said so
 * @param offeredItems how many items it has offered so far
 * @param isClosed whether no more items come
 * @param queuedItems how many items wait to be sent to a worker
 * @param heldItems how many items workers have been sent and have not answered
 * @param chunkItems how many items a chunk has at most
 */
public record JobSnapshot(
    long id,
    OptionalLong total,
    long offeredItems,
    boolean isClosed,
    long queuedItems,
    long heldItems,
    int chunkItems) {

  static JobSnapshot of(JobState job) {
    return new JobSnapshot(
        job.id(),
        job.options().total(),
        job.offeredItems(),
        job.isClosed(),
        job.queuedItems(),
        job.held().stream().mapToLong(HeldChunk::unanswered).sum(),
        job.sizer().items());
  }
}
