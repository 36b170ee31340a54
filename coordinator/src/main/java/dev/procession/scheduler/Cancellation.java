package dev.procession.scheduler;

/** Cancels jobs and items, whether queued, sent or running. */
final class Cancellation {
  private final Jobs jobs;
  private final Chunks chunks;
  private final Deadlines deadlines;
  private final WorkerLifecycle lifecycle;

  Cancellation(Jobs jobs, Chunks chunks, Deadlines deadlines, WorkerLifecycle lifecycle) {
    this.jobs = jobs;
    this.chunks = chunks;
    this.deadlines = deadlines;
    this.lifecycle = lifecycle;
  }

  /** Drops queued items, revokes items sent but not started, and stops running items. */
  void cancel(JobState job) {
    if (job.isCancelled()) {
      return;
    }
    jobs.cancel(job);
    for (HeldChunk chunk : job.held()) {
      ActiveWorker process = lifecycle.findActive(chunk.holder());
      if (process != null) {
        boolean isWaiting = chunk == process.held().second();
        if (isWaiting || chunk.notStarted() > 0) {
          chunks.revoke(process.key(), chunk);
        }
      }
    }
    // Running items come last: a worker that stops one begins the next item that it still has.
    for (HeldChunk chunk : job.held()) {
      ActiveWorker process = lifecycle.findActive(chunk.holder());
      if (process != null) {
        lifecycle.review(process.worker());
      }
    }
    jobs.refresh(job);
  }

  /** The same for one item. */
  void cancel(BatchState batch, int item) {
    if (batch.isSettled(item)) {
      dropOverdue(batch, item);
      return;
    }
    HeldChunk holder = jobs.cancel(batch, item);
    if (holder != null) {
      ActiveWorker process = lifecycle.findActive(holder.holder());
      if (process != null) {
        deadlines.cancel(process, holder, item - holder.chunk().from());
        lifecycle.review(process.worker());
      }
    }
    jobs.refresh(batch.job());
  }

  /** Its timeout is no longer reported. */
  private static void dropOverdue(BatchState batch, int item) {
    HeldChunk holder = batch.holderOf(item);
    HeldChunk.Overdue overdue = holder == null ? null : holder.overdue();
    if (holder != null && overdue != null && holder.itemAt(overdue.position()) == item) {
      holder.overdue(null);
      batch.overdueIsOver();
      batch.job().forgetIfOver(batch);
    }
  }
}
