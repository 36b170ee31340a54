package dev.procession.scheduler;

import java.util.List;
import java.util.Optional;

/** Sends chunks, and handles their answers and returns. */
final class Chunks {
  private final Jobs jobs;
  private final Alarms alarms;
  private final Outbox outbox;
  // Written by the scheduler's thread only.
  private long lastChunkId;
  private int returnsDue;

  Chunks(Jobs jobs, Alarms alarms, Outbox outbox) {
    this.jobs = jobs;
    this.alarms = alarms;
    this.outbox = outbox;
  }

  void send(ActiveWorker worker, JobState job, int limit) {
    ItemRange slice = jobs.take(job, limit);
    Chunk chunk =
        new Chunk(
            ++lastChunkId, slice.batch().batch(), slice.from(), slice.to(), slice.past().attempt());
    HeldChunk held = new HeldChunk(chunk, slice, worker.key(), alarms.now());
    jobs.hold(held);
    worker.sent(held, alarms.now());
    if (held == worker.held().first()) {
      held.promote(alarms.now());
    }
    outbox.add(new Command.SendChunk(worker.key(), chunk));
    jobs.refresh(job);
  }

  /** Handles answers; returns false if they violate the protocol. */
  boolean answered(Worker worker, Event.WorkerAnswered answer) {
    HeldChunks held = worker.held();
    HeldChunk chunk = held.first();
    if (chunk == null
        || chunk.chunk().id() != answer.chunkId()
        || answer.firstPosition() != chunk.answered()
        || answer.count() < 1
        || answer.count() > chunk.end() - chunk.answered()) {
      return false;
    }
    Jobs.Ended ended = jobs.end(chunk, answer);
    worker.slot().countCompleted(ended.delivered());
    chunk.answer(answer.count(), answer.busyNanos(), alarms.now());
    HeldChunk.Overdue overdue = chunk.overdue();
    if (overdue != null && overdue.position() < chunk.answered()) {
      jobs.failOverdue(chunk, Optional.empty());
    }
    // Skipped items take no time, so an answer with skipped items is not a measurement of the
    // others. Nor is the first one of a process, which has loaded classes for it, if there are
    // better ones.
    ChunkSizer sizer = chunk.job().sizer();
    boolean isLikeOthers = worker.hasAnswered() || !sizer.hasMeasured();
    if (isLikeOthers && ended.delivered() + ended.retried() == answer.count()) {
      sizer.measure(answer.count(), answer.busyNanos());
    }
    if (chunk.isOver()) {
      release(held, chunk);
    }
    jobs.refresh(chunk.job());
    return true;
  }

  /**
   * Requeues items that a worker returned unstarted; returns false if that violates the protocol.
   */
  boolean returned(Worker worker, Event.WorkerReturned event, int idleWorkers) {
    HeldChunks held = worker.held();
    HeldChunk chunk = held.find(event.chunkId());
    if (chunk == null) {
      // Guards against a race with the chunk's last answer.
      return event.chunkId() >= 1 && event.chunkId() <= lastChunkId;
    }
    int from = event.fromPosition();
    if (!chunk.isReturnDue() || from < chunk.answered() || from > chunk.end()) {
      return false;
    }
    returnsDue--;
    ItemRange rest = chunk.slice().range(chunk.itemAt(from), chunk.itemAt(chunk.end()));
    chunk.endAt(from, alarms.now());
    if (chunk.isOver()) {
      release(held, chunk);
    }
    if (rest.from() < rest.to()) {
      jobs.giveBack(List.of(rest.spreadOver(idleWorkers + 1)));
    }
    jobs.refresh(chunk.job());
    return true;
  }

  /** Asks for the return of the items that have not been started, once per chunk. */
  void revoke(WorkerKey worker, HeldChunk chunk) {
    if (!chunk.isRevoked()) {
      chunk.revoke();
      returnsDue++;
      outbox.add(new Command.RevokeChunk(worker, chunk.chunk().id()));
    }
  }

  /** The number of revoked chunks that have neither been returned nor ended. */
  int returnsDue() {
    return returnsDue;
  }

  /** Called when a worker no longer holds a chunk. */
  void release(HeldChunks held, HeldChunk chunk) {
    if (chunk.isReturnDue()) {
      returnsDue--;
    }
    jobs.release(chunk);
    chunk.release(alarms.now());
    boolean wasFirst = chunk == held.first();
    held.remove(chunk);
    HeldChunk next = held.first();
    if (wasFirst && next != null) {
      next.promote(alarms.now());
    }
  }
}
