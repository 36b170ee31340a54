package dev.procession.scheduler;

/** Ends what nobody wants any more, wherever it is. */
final class Cancellation {
  private final Jobs jobs;
  private final Chunks chunks;
  private final Watch watch;
  private final Crew crew;

  Cancellation(Parts parts, Crew crew) {
    this.jobs = parts.jobs();
    this.chunks = parts.chunks();
    this.watch = parts.watch();
    this.crew = crew;
  }

  /** What waits is dropped, what was sent is taken back, what runs is stopped. */
  void cancel(JobState job) {
    if (job.isCancelled()) {
      return;
    }
    jobs.cancel(job);
    for (HeldChunk chunk : job.held()) {
      if (chunk.worker().state() instanceof Active process) {
        boolean isWaiting = chunk == process.holding().second();
        if (isWaiting || chunk.notStarted() > 0) {
          chunks.revoke(process.key(), chunk);
        }
      }
    }
    // What runs comes last: as soon as it has stopped, its worker begins what it still has.
    for (HeldChunk chunk : job.held()) {
      if (chunk.worker().state() instanceof Active process) {
        crew.review(process.worker());
      }
    }
    jobs.refresh(job);
  }

  /** The same for one item. */
  void cancel(BatchState batch, int item) {
    if (batch.isSettled(item)) {
      return;
    }
    HeldChunk holder = jobs.cancel(batch, item);
    if (holder != null && holder.worker().state() instanceof Active process) {
      watch.cancel(process, holder, item - holder.chunk().from());
      crew.review(process.worker());
    }
    jobs.refresh(batch.job());
  }
}
