package dev.procession.worker;

import dev.procession.protocol.ProtocolException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runner's queue of steps, and the chunks that can still be revoked or cancelled.
 *
 * <p>The queue is lock-free, so the reader never blocks here. Only the reader calls methods other
 * than {@link #take} and {@link #takeWithin}.
 */
final class Inbox {
  /**
   * A coordinator sends at most two chunks ahead and few other messages, so more than this violates
   * the protocol.
   */
  static final int MAX_STEPS = 1024;

  /**
   * The number of ended chunks that are remembered, for a revocation that crosses their results.
   */
  private static final int ENDED_CHUNKS = 8;

  private final BlockingQueue<Step> steps = new LinkedTransferQueue<>();

  /** The chunks that have not ended, and some that have; owned by the reader. */
  private final Map<Long, Chunk> chunks = new LinkedHashMap<>();

  /** Waits for the next step; for the runner. */
  Step take() {
    while (true) {
      try {
        return steps.take();
      } catch (InterruptedException e) {
        // Left over from a task that interrupted its own thread.
      }
    }
  }

  /** The next step, or null if there is none within that time; for the runner. */
  @Nullable Step takeWithin(long millis) {
    try {
      return steps.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Left over from an initializer that interrupted its own thread.
      return null;
    }
  }

  void add(Step step) throws ProtocolException {
    if (steps.size() >= MAX_STEPS) {
      throw new ProtocolException("more than " + MAX_STEPS + " messages wait for the worker");
    }
    if (step instanceof Chunk chunk) {
      forgetEnded();
      if (chunks.put(chunk.id(), chunk) != null) {
        throw new ProtocolException("chunk " + chunk.id() + " was sent twice");
      }
    }
    steps.add(step);
  }

  /** The chunk of a number, or null if it ended long ago. */
  @Nullable Chunk chunk(long id) {
    return chunks.get(id);
  }

  /** Removes a chunk that ended before the runner reached it. */
  void drop(Chunk chunk) {
    steps.remove(chunk);
  }

  private void forgetEnded() {
    int excess = chunks.size() - ENDED_CHUNKS;
    for (Iterator<Chunk> all = chunks.values().iterator(); excess > 0 && all.hasNext(); ) {
      if (all.next().hasEnded()) {
        all.remove();
        excess--;
      }
    }
  }
}
