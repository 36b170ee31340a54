package dev.procession.scheduler;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Detects items that exceed their timeout, and settled items that do not stop.
 *
 * <p>Only a worker's first chunk is watched. A settled item at its front must be answered within
 * the grace period; that is all there is to stopping an item, whether it timed out, was cancelled,
 * or belongs to a job that was cancelled.
 */
final class Deadlines {
  /** Running items are reported this often, relative to the timeout: at a twentieth of it. */
  private static final int POLLS_PER_TIMEOUT = 20;

  private static final long MIN_POLL_NANOS = 1_000_000;
  private static final long MAX_POLL_NANOS = 50_000_000;

  /**
   * The time, beyond its timeout, in which a worker must begin an item that was sent to it.
   *
   * <p>Short, because nothing else reveals a worker that is stopped or thrashing. A mistake only
   * costs a process: the item is sent again, without counting as a retry.
   */
  static final long BEGIN_ALLOWANCE_NANOS = 2_000_000_000;

  /**
   * The additional time for each byte of the chunk, which must pass through a pipe: 10 MB per
   * second.
   */
  static final long BEGIN_ALLOWANCE_NANOS_PER_BYTE = 100;

  private final SchedulerOptions options;
  private final Jobs jobs;
  private final Alarms alarms;
  private final Outbox outbox;

  Deadlines(SchedulerOptions options, Jobs jobs, Alarms alarms, Outbox outbox) {
    this.options = options;
    this.jobs = jobs;
    this.alarms = alarms;
    this.outbox = outbox;
  }

  void seen(ActiveWorker worker, Optional<RunningItem> running) {
    worker.seen(alarms.now());
    for (HeldChunk chunk : worker.held().all()) {
      boolean isRunning = running.isPresent() && running.get().chunkId() == chunk.chunk().id();
      int position = isRunning ? running.get().position() : 0;
      if (isRunning && position >= chunk.answered() && position < chunk.end()) {
        chunk.see(position, alarms.now());
      } else {
        chunk.seeNothing(alarms.now());
      }
    }
    review(worker);
  }

  /** Asks a worker to stop or skip an item that has been settled. */
  void cancel(ActiveWorker worker, HeldChunk chunk, int position) {
    outbox.add(new Command.CancelItem(worker.key(), chunk.chunk().id(), position));
    review(worker);
  }

  /** Updates the deadlines of a worker after a change to the item that it runs. */
  void review(ActiveWorker worker) {
    HeldChunk chunk = worker.held().first();
    if (chunk == null) {
      return;
    }
    HeldChunk.Stop stop = chunk.stop();
    if (!chunk.isCurrentSettled()) {
      chunk.noStop();
    } else if (stop == null || stop.position() != chunk.current()) {
      chunk.stopAt(chunk.current(), alarms.in(options.shutdownGraceNanos()));
      if (chunk.job().isCancelled()) {
        outbox.add(new Command.CancelItem(worker.key(), chunk.chunk().id(), chunk.current()));
      }
    }
    OptionalLong deadline = deadline(worker, chunk);
    if (deadline.isPresent()) {
      alarms.arm(worker.worker(), deadline.getAsLong());
    }
  }

  /** Handles the deadlines of a worker that have passed; returns the reason to kill it, or null. */
  @Nullable KillReason ring(ActiveWorker worker) {
    HeldChunk chunk = worker.held().first();
    OptionalLong deadline = chunk == null ? OptionalLong.empty() : deadline(worker, chunk);
    if (chunk == null || deadline.isEmpty()) {
      return null;
    }
    if (deadline.getAsLong() > alarms.now()) {
      alarms.arm(worker.worker(), deadline.getAsLong());
      return null;
    }
    if (chunk.stop() != null) {
      return KillReason.ITEM_NOT_STOPPED;
    }
    if (chunk.sighting() == null) {
      return KillReason.UNRESPONSIVE;
    }
    timeOut(worker, chunk);
    return null;
  }

  private void timeOut(ActiveWorker worker, HeldChunk chunk) {
    int item = chunk.itemAt(chunk.current());
    long limit = chunk.timeoutNanos().orElseThrow();
    chunk.batch().settleOverdue(item);
    // Reported only when the item no longer runs, since callers may rely on that.
    chunk.overdue(new HeldChunk.Overdue(chunk.current(), worker.key(), limit, Optional.empty()));
    worker.countUseful();
    outbox.add(new Command.TakeStack(worker.key(), chunk.chunk().id(), chunk.current()));
    cancel(worker, chunk, chunk.current());
    jobs.refresh(chunk.job());
  }

  private OptionalLong deadline(ActiveWorker worker, HeldChunk chunk) {
    HeldChunk.Stop stop = chunk.stop();
    if (stop != null) {
      return OptionalLong.of(stop.killAt());
    }
    if (chunk.timeoutNanos().isEmpty()) {
      return OptionalLong.empty();
    }
    long limit = chunk.timeoutNanos().getAsLong();
    HeldChunk.Sighting sighting = chunk.sighting();
    if (sighting != null) {
      return OptionalLong.of(Alarms.after(sighting.since(), limit));
    }
    // A worker that is stopped or thrashing before it begins an item never reports a running item.
    long beginBy = Alarms.after(chunk.progressAt(), Alarms.after(limit, beginAllowance(chunk)));
    // An earlier look may have missed the beginning; the next look, which is due soon,
    // decides.
    boolean isToBeSeen = beginBy <= alarms.now() && worker.seenAt() < beginBy;
    return isToBeSeen ? OptionalLong.empty() : OptionalLong.of(beginBy);
  }

  private static long beginAllowance(HeldChunk chunk) {
    long bytes = chunk.batch().batch().sizeBytes(chunk.chunk().from(), chunk.chunk().to());
    return BEGIN_ALLOWANCE_NANOS + BEGIN_ALLOWANCE_NANOS_PER_BYTE * bytes;
  }

  /**
   * How often the shell should report running items; empty while the scheduler does not need it.
   */
  OptionalLong pollNanos() {
    OptionalLong timeout = jobs.shortestTimeoutAtWork();
    if (timeout.isEmpty()) {
      return timeout;
    }
    long interval = timeout.getAsLong() / POLLS_PER_TIMEOUT;
    return OptionalLong.of(Math.max(MIN_POLL_NANOS, Math.min(MAX_POLL_NANOS, interval)));
  }
}
