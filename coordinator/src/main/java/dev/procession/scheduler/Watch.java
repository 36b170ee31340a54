package dev.procession.scheduler;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which items run too long, and which settled items do not stop.
 *
 * <p>Only a worker's first chunk is watched. A settled item at its front must be answered within
 * the grace period; that is all there is to stopping an item, whether it timed out, was cancelled,
 * or belongs to a job that was cancelled.
 */
final class Watch {
  /** A timeout is kept with this precision as far as asking workers goes: a twentieth of it. */
  private static final int POLLS_PER_TIMEOUT = 20;

  private static final long MIN_POLL_NANOS = 1_000_000;
  private static final long MAX_POLL_NANOS = 50_000_000;

  /**
   * How much longer than its timeout a worker may take until it begins an item that it was sent.
   *
   * <p>Short, because a worker that is stopped or thrashes can be known by nothing else. A mistake
   * costs a process only: the item is sent again at no charge.
   */
  static final long BEGIN_ALLOWANCE_NANOS = 2_000_000_000;

  /**
   * What is added for each byte of the chunk, which must go through a pipe first: 10 MB a second.
   */
  static final long BEGIN_ALLOWANCE_NANOS_PER_BYTE = 100;

  private final SchedulerOptions options;
  private final Jobs jobs;
  private final Agenda agenda;
  private final Outbox outbox;

  Watch(SchedulerOptions options, Jobs jobs, Agenda agenda, Outbox outbox) {
    this.options = options;
    this.jobs = jobs;
    this.agenda = agenda;
    this.outbox = outbox;
  }

  void seen(Active worker, Optional<RunningItem> running) {
    worker.seen(agenda.now());
    for (HeldChunk chunk : worker.holding().all()) {
      boolean isRunning = running.isPresent() && running.get().chunkId() == chunk.chunk().id();
      int position = isRunning ? running.get().position() : 0;
      if (isRunning && position >= chunk.answered() && position < chunk.end()) {
        chunk.see(position, agenda.now());
      } else {
        chunk.seeNothing(agenda.now());
      }
    }
    review(worker);
  }

  /** Asks a worker to stop or skip an item that has been settled. */
  void cancel(Active worker, HeldChunk chunk, int position) {
    outbox.add(new Command.CancelItem(worker.key(), chunk.chunk().id(), position));
    review(worker);
  }

  /** Sets or clears the deadlines of a worker after anything that changes what it runs. */
  void review(Active worker) {
    HeldChunk chunk = worker.holding().first();
    if (chunk == null) {
      return;
    }
    HeldChunk.Stop stop = chunk.stop();
    if (!chunk.isCurrentSettled()) {
      chunk.noStop();
    } else if (stop == null || stop.position() != chunk.current()) {
      chunk.stopAt(chunk.current(), agenda.in(options.shutdownGraceNanos()));
      if (chunk.job().isCancelled()) {
        outbox.add(new Command.CancelItem(worker.key(), chunk.chunk().id(), chunk.current()));
      }
    }
    deadline(worker, chunk).ifPresent(at -> agenda.arm(worker.worker(), at));
  }

  /** Does what is due for a worker; returns why it must be killed, or null. */
  @Nullable KillReason ring(Active worker) {
    HeldChunk chunk = worker.holding().first();
    OptionalLong deadline = chunk == null ? OptionalLong.empty() : deadline(worker, chunk);
    if (chunk == null || deadline.isEmpty()) {
      return null;
    }
    if (deadline.getAsLong() > agenda.now()) {
      agenda.arm(worker.worker(), deadline.getAsLong());
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

  private void timeOut(Active worker, HeldChunk chunk) {
    int item = chunk.itemAt(chunk.current());
    long limit = chunk.timeoutNanos().orElseThrow();
    jobs.fail(chunk.batch(), item, item + 1, new Failure.TimedOut(worker.key(), limit));
    worker.countUseful();
    cancel(worker, chunk, chunk.current());
    jobs.refresh(chunk.job());
  }

  private OptionalLong deadline(Active worker, HeldChunk chunk) {
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
      return OptionalLong.of(Agenda.after(sighting.since(), limit));
    }
    // A worker that is stopped, or thrashes, before it begins would never be seen to run anything.
    long beginBy = Agenda.after(chunk.progressAt(), Agenda.after(limit, beginAllowance(chunk)));
    // Whoever looked before that may have missed the beginning: the next look, which is due soon,
    // decides.
    boolean isToBeSeen = beginBy <= agenda.now() && worker.seenAt() < beginBy;
    return isToBeSeen ? OptionalLong.empty() : OptionalLong.of(beginBy);
  }

  private static long beginAllowance(HeldChunk chunk) {
    long bytes = chunk.batch().batch().sizeBytes(chunk.chunk().from(), chunk.chunk().to());
    return BEGIN_ALLOWANCE_NANOS + BEGIN_ALLOWANCE_NANOS_PER_BYTE * bytes;
  }

  /** How often the shell should report what workers run; empty while nobody needs to know. */
  OptionalLong pollNanos() {
    OptionalLong timeout = jobs.shortestTimeoutAtWork();
    if (timeout.isEmpty()) {
      return timeout;
    }
    long interval = timeout.getAsLong() / POLLS_PER_TIMEOUT;
    return OptionalLong.of(Math.max(MIN_POLL_NANOS, Math.min(MAX_POLL_NANOS, interval)));
  }
}
