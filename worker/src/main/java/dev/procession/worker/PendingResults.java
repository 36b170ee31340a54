package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToCoordinator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answers to consecutive items of one chunk, while the runner adds to them and the courier may
 * send what is there.
 *
 * <p>The runner publishes a view of its encoder's buffer after each item. The buffer only grows, so
 * a view stays true while the next answer is being written behind it.
 */
final class PendingResults {
  private final long chunkId;
  private final int firstPosition;

  /** All answers so far; written by the runner. */
  private volatile @Nullable EncodedItems answers;

  /** How many have been taken to be sent; guarded by {@link Outgoing}. */
  private int taken;

  /** Until when time has been accounted for; guarded by {@link Outgoing}. */
  private long accountedNanos;

  PendingResults(long chunkId, int firstPosition, long startedNanos) {
    this.chunkId = chunkId;
    this.firstPosition = firstPosition;
    this.accountedNanos = startedNanos;
  }

  /** For the runner, after each answer. */
  void publish(EncodedItems answersSoFar) {
    answers = answersSoFar;
  }

  /**
   * The answers that have not been taken before; for {@link Outgoing}.
   *
   * <p>The time they took is what passed since the last ones. What the next item has already used
   * up is part of it: reading the clock after each item would cost more than a small item does, and
   * the sum over the chunk is right.
   */
  Optional<ToCoordinator.Results> takeUnsent() {
    EncodedItems present = answers;
    if (present == null || present.count() == taken) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    ToCoordinator.Results results =
        new ToCoordinator.Results(
            chunkId,
            firstPosition + taken,
            now - accountedNanos,
            present.slice(taken, present.count()));
    taken = present.count();
    accountedNanos = now;
    return Optional.of(results);
  }
}
