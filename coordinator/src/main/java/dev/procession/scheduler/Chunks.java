package dev.procession.scheduler;

import java.util.List;

/** Chunks on their way: sent, answered, taken back. */
final class Chunks {
  private final Jobs jobs;
  private final Agenda agenda;
  private final Outbox outbox;
  // Written by the scheduler's thread only.
  private long lastChunkId;
  private int returnsDue;

  Chunks(Jobs jobs, Agenda agenda, Outbox outbox) {
    this.jobs = jobs;
    this.agenda = agenda;
    this.outbox = outbox;
  }

  void send(Active worker, JobState job, int limit) {
    Slice slice = jobs.take(job, limit);
    Chunk chunk =
        new Chunk(
            ++lastChunkId, slice.batch().batch(), slice.from(), slice.to(), slice.past().attempt());
    HeldChunk held = new HeldChunk(chunk, slice, worker.worker(), agenda.now());
    jobs.hold(held);
    worker.sent(held, agenda.now());
    outbox.add(new Command.SendChunk(worker.key(), chunk));
    jobs.refresh(job);
  }

  /** Takes answers; false if no worker that keeps to the protocol can have sent them. */
  boolean answered(Worker worker, Event.WorkerAnswered answer) {
    Holding holding = worker.holding();
    HeldChunk chunk = holding.first();
    if (chunk == null
        || chunk.chunk().id() != answer.chunkId()
        || answer.firstPosition() != chunk.answered()
        || answer.count() < 1
        || answer.count() > chunk.end() - chunk.answered()) {
      return false;
    }
    int delivered = jobs.deliver(chunk, answer);
    worker.post().countCompleted(delivered);
    chunk.answer(answer.count(), agenda.now());
    // Skipped items take no time, so an answer that has some says nothing about the others.
    if (delivered == answer.count()) {
      chunk.job().sizer().measure(answer.count(), answer.busyNanos());
    }
    if (chunk.isOver()) {
      release(holding, chunk);
    }
    jobs.refresh(chunk.job());
    return true;
  }

  /**
   * Takes back what was not started, to be spread over idle workers; false if no worker that keeps
   * to the protocol can have sent it.
   */
  boolean returned(Worker worker, Event.WorkerReturned event, int idleWorkers) {
    Holding holding = worker.holding();
    HeldChunk chunk = holding.find(event.chunkId());
    if (chunk == null) {
      // Guards against a race with the chunk's last answer.
      return event.chunkId() >= 1 && event.chunkId() <= lastChunkId;
    }
    int from = event.fromPosition();
    if (!chunk.isReturnDue() || from < chunk.answered() || from > chunk.end()) {
      return false;
    }
    returnsDue--;
    Slice rest = chunk.slice().range(chunk.itemAt(from), chunk.itemAt(chunk.end()));
    chunk.endAt(from, agenda.now());
    if (chunk.isOver()) {
      release(holding, chunk);
    }
    if (rest.from() < rest.to()) {
      jobs.giveBack(List.of(rest.spreadOver(idleWorkers + 1)));
    }
    jobs.refresh(chunk.job());
    return true;
  }

  /** Asks for the items that have not been started, once a chunk. */
  void revoke(WorkerKey worker, HeldChunk chunk) {
    if (!chunk.isRevoked()) {
      chunk.revoke();
      returnsDue++;
      outbox.add(new Command.RevokeChunk(worker, chunk.chunk().id()));
    }
  }

  /** How many revoked chunks have been neither returned nor ended. */
  int returnsDue() {
    return returnsDue;
  }

  /** A worker does not hold a chunk any more. */
  void release(Holding holding, HeldChunk chunk) {
    if (chunk.isReturnDue()) {
      returnsDue--;
    }
    jobs.release(chunk);
    boolean wasFirst = chunk == holding.first();
    holding.remove(chunk);
    HeldChunk next = holding.first();
    if (wasFirst && next != null) {
      next.promote(agenda.now());
    }
  }
}
