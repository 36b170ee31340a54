package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requeues or fails the items that a worker held when it died. */
final class Recovery {
  /** After this many losses an item that was sent alone is considered the cause. */
  static final int LOSSES_BEFORE_BLAME = 5;

  /** What may have caused the death of a worker. */
  enum Blame {
    /** The running item; if none ran, the first chunk becomes suspect. */
    RUNNING,
    /** Unknown; the first chunk becomes suspect. */
    UNKNOWN,
    /** The pool killed the worker for an item that has ended; no other item is involved. */
    SETTLED
  }

  private final Jobs jobs;
  private final Chunks chunks;
  private final int hostRetries;

  Recovery(SchedulerOptions options, Jobs jobs, Chunks chunks) {
    this.hostRetries = options.hostRetries();
    this.jobs = jobs;
    this.chunks = chunks;
  }

  /**
   * Releases what a dead worker held: items return to the front of their queues in order, or fail.
   *
   * @return whether an item was found to be the cause
   */
  boolean recover(Worker worker, Event.WorkerExited exit, Blame blame) {
    HeldChunks held = worker.held();
    List<HeldChunk> lost = held.all();
    @Nullable HeldChunk culprit = blame == Blame.RUNNING ? culprit(held, exit.running()) : null;
    boolean foundCause = culprit != null || blame == Blame.SETTLED;
    List<ItemRange> back = new ArrayList<>();
    for (HeldChunk chunk : lost) {
      failBegun(chunk, worker, exit, culprit);
      if (chunk == culprit) {
        int item = chunk.itemAt(exit.running().orElseThrow().position());
        backAround(chunk, item, exit, back);
      } else if (chunk == held.first() && !foundCause) {
        foundCause |= backUnderSuspicion(chunk, exit, back);
      } else {
        addBack(chunk, unanswered(chunk), back);
      }
    }
    release(held, lost, back, exit);
    return foundCause;
  }

  /**
   * Releases what a worker held whose host is lost: nothing of it is charged or suspected, but what
   * has been lost with too many hosts fails. All that was sent may have been begun.
   */
  void recoverFromHostLoss(HeldChunks held, Event.WorkerExited exit) {
    List<HeldChunk> lost = held.all();
    List<ItemRange> back = new ArrayList<>();
    for (HeldChunk chunk : lost) {
      ItemRange rest = unanswered(chunk);
      int losses = rest.past().hostLosses() + 1;
      if (losses <= hostRetries && !chunk.job().options().atMostOnce()) {
        addBack(chunk, rest.hostLost(hostRetries), back);
      } else {
        failLost(chunk, rest, losses, exit);
      }
    }
    release(held, lost, back, exit);
  }

  private void failLost(HeldChunk chunk, ItemRange rest, int losses, Event.WorkerExited exit) {
    for (int item = rest.from(); item < rest.to(); item++) {
      int position = item - chunk.chunk().from();
      boolean seenRunning =
          exit.running().isPresent()
              && exit.running().get().chunkId() == chunk.chunk().id()
              && exit.running().get().position() == position;
      jobs.fail(
          chunk.batch(),
          item,
          item + 1,
          new Failure.HostLost(exit.worker(), losses, seenRunning, exit.report()));
    }
  }

  private void release(
      HeldChunks held, List<HeldChunk> lost, List<ItemRange> back, Event.WorkerExited exit) {
    for (HeldChunk chunk : lost) {
      jobs.failOverdue(chunk, Optional.of(exit.report()));
      chunks.release(held, chunk);
    }
    jobs.giveBack(back);
    for (HeldChunk chunk : lost) {
      jobs.refresh(chunk.job());
    }
  }

  /** The chunk that contains the running, unanswered item. */
  private static @Nullable HeldChunk culprit(HeldChunks held, Optional<RunningItem> running) {
    if (running.isEmpty()) {
      return null;
    }
    int position = running.get().position();
    HeldChunk chunk = held.find(running.get().chunkId());
    boolean isOpen = chunk != null && position >= chunk.answered() && position < chunk.end();
    return isOpen ? chunk : null;
  }

  /**
   * If items run at most once, fails the items that were started but not answered, except for the
   * running one that is charged. The answers of a process that violated the protocol are lost with
   * it; and if its end could not be looked at, it may have started whatever it was sent.
   */
  private void failBegun(
      HeldChunk chunk, Worker worker, Event.WorkerExited exit, @Nullable HeldChunk culprit) {
    if (!chunk.job().options().atMostOnce()) {
      return;
    }
    int begun = chunk.answered();
    if (exit.running().isPresent()) {
      long runningChunk = exit.running().get().chunkId();
      if (runningChunk > chunk.chunk().id()) {
        begun = chunk.end();
      } else if (runningChunk == chunk.chunk().id()) {
        begun = exit.running().get().position() + (chunk == culprit ? 0 : 1);
      }
    } else if (exit.cause() == ExitCause.BROKEN_PROGRAM) {
      begun = chunk.end();
    } else if (chunk == worker.held().first() && !worker.isBelieved()) {
      begun = chunk.end();
    }
    int end = Math.max(chunk.answered(), Math.min(begun, chunk.end()));
    jobs.fail(
        chunk.batch(),
        chunk.itemAt(chunk.answered()),
        chunk.itemAt(end),
        new Failure.Unanswered(exit.worker(), exit.report()));
  }

  /** Adds items to send again, without items that have timed out. */
  private static void addBack(HeldChunk chunk, ItemRange rest, List<ItemRange> back) {
    HeldChunk.Overdue overdue = chunk.overdue();
    int item = overdue == null ? -1 : chunk.itemAt(overdue.position());
    if (item >= rest.from() && item < rest.to()) {
      back.add(rest.range(rest.from(), item));
      back.add(rest.range(item + 1, rest.to()));
    } else {
      back.add(rest);
    }
  }

  private static ItemRange unanswered(HeldChunk chunk) {
    return chunk.slice().range(chunk.itemAt(chunk.answered()), chunk.itemAt(chunk.end()));
  }

  private void backAround(
      HeldChunk chunk, int item, Event.WorkerExited exit, List<ItemRange> back) {
    ItemRange rest = unanswered(chunk);
    addBack(chunk, rest.range(rest.from(), item), back);
    if (!chunk.batch().isSettled(item)) {
      charge(chunk, item, exit, back);
    }
    addBack(chunk, rest.range(item + 1, rest.to()), back);
  }

  /** Requeues a suspect chunk; returns whether its only item is considered the cause. */
  private boolean backUnderSuspicion(
      HeldChunk chunk, Event.WorkerExited exit, List<ItemRange> back) {
    ItemRange lost = unanswered(chunk).lost();
    if (chunk.chunk().count() == 1 && lost.past().losses() >= LOSSES_BEFORE_BLAME) {
      charge(chunk, lost.from(), exit, back);
      return true;
    }
    addBack(chunk, lost, back);
    return false;
  }

  /** Retries an item, or fails it if no retry is left. An item that has ended is ignored. */
  private void charge(HeldChunk chunk, int item, Event.WorkerExited exit, List<ItemRange> back) {
    ItemRange.Past past = chunk.slice().past();
    JobOptions options = chunk.job().options();
    if (past.crashes() < options.crashRetries() && !options.atMostOnce()) {
      back.add(chunk.slice().charged(item));
    } else {
      Failure crashed = new Failure.Crashed(exit.worker(), past.attempt(), exit.report());
      jobs.fail(chunk.batch(), item, item + 1, crashed);
    }
  }
}
