package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of the items that a worker held when it died. */
final class Recovery {
  /** How often an item that is alone at its worker may be lost before it is taken for the cause. */
  static final int LOSSES_BEFORE_BLAME = 5;

  /** Who may be to blame for a death. */
  enum Blame {
    /** The item that ran; if none did, the chunk that ran comes under suspicion. */
    RUNNING,
    /** Nobody is known to be; the chunk that ran comes under suspicion. */
    UNKNOWN,
    /** The pool killed the worker for an item that has ended: no other has to do with it. */
    SETTLED
  }

  private final Jobs jobs;
  private final Chunks chunks;

  Recovery(Jobs jobs, Chunks chunks) {
    this.jobs = jobs;
    this.chunks = chunks;
  }

  /**
   * Empties what a dead worker held: items go back to the front of their queues in order, or fail.
   *
   * @return whether an item was found to be the cause
   */
  boolean recover(Holding holding, Event.WorkerExited exit, Blame blame) {
    List<HeldChunk> lost = holding.all();
    @Nullable HeldChunk culprit = blame == Blame.RUNNING ? culprit(holding, exit.running()) : null;
    boolean foundCause = culprit != null || blame == Blame.SETTLED;
    List<Slice> back = new ArrayList<>();
    for (HeldChunk chunk : lost) {
      if (chunk == culprit) {
        int item = chunk.itemAt(exit.running().orElseThrow().position());
        backAround(chunk, item, exit, back);
      } else if (chunk == holding.first() && !foundCause) {
        foundCause |= backUnderSuspicion(chunk, exit, back);
      } else {
        back.add(unanswered(chunk));
      }
    }
    for (HeldChunk chunk : lost) {
      chunks.release(holding, chunk);
    }
    jobs.giveBack(back);
    for (HeldChunk chunk : lost) {
      jobs.refresh(chunk.job());
    }
    return foundCause;
  }

  /** The chunk whose unanswered item ran. */
  private static @Nullable HeldChunk culprit(Holding holding, Optional<RunningItem> running) {
    if (running.isEmpty()) {
      return null;
    }
    int position = running.get().position();
    HeldChunk chunk = holding.find(running.get().chunkId());
    boolean isOpen = chunk != null && position >= chunk.answered() && position < chunk.end();
    return isOpen ? chunk : null;
  }

  private static Slice unanswered(HeldChunk chunk) {
    return chunk.slice().range(chunk.itemAt(chunk.answered()), chunk.itemAt(chunk.end()));
  }

  private void backAround(HeldChunk chunk, int item, Event.WorkerExited exit, List<Slice> back) {
    Slice rest = unanswered(chunk);
    back.add(rest.range(rest.from(), item));
    charge(chunk, item, exit, back);
    back.add(rest.range(item + 1, rest.to()));
  }

  /** Nobody is known to be the cause; returns whether somebody is taken for it all the same. */
  private boolean backUnderSuspicion(HeldChunk chunk, Event.WorkerExited exit, List<Slice> back) {
    Slice lost = unanswered(chunk).lost();
    if (chunk.chunk().count() == 1 && lost.past().losses() >= LOSSES_BEFORE_BLAME) {
      charge(chunk, lost.from(), exit, back);
      return true;
    }
    back.add(lost);
    return false;
  }

  /** Gives an item another attempt, or ends it. An item that has ended is left alone. */
  private void charge(HeldChunk chunk, int item, Event.WorkerExited exit, List<Slice> back) {
    int attempt = chunk.slice().past().attempt();
    if (attempt <= chunk.job().options().crashRetries()) {
      back.add(chunk.slice().charged(item));
    } else {
      Failure crashed = new Failure.Crashed(exit.worker(), attempt, exit.report());
      jobs.fail(chunk.batch(), item, item + 1, crashed);
    }
  }
}
