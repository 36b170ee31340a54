package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.AddedItems;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.Optional;

/**
 * The answers to consecutive items of one chunk, while the runner adds to them and the courier may
 * send what is there.
 *
 * <p>The runner says after each item how many answers there are; the courier makes a view of them
 * when it wants one. The encoder's buffer only grows, so a view stays true while the next answer is
 * being written behind it.
 */
final class PendingResults {
  private final long chunkId;
  private final int firstPosition;

  /** All answers so far; shown by the runner. */
  private final AddedItems answers = new AddedItems();

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
  void publish(ItemEncoder encoder) {
    encoder.show(answers);
  }

  /**
   * The answers that have not been taken before; for {@link Outgoing}.
   *
   * <p>The time they took is what passed since the last ones. What the next item has already used
   * up is part of it: reading the clock after each item would cost more than a small item does, and
   * the sum over the chunk is right.
   *
   * @param ageNanos how long ago the last ones must have been taken, or the first item begun
   */
  Optional<ToCoordinator.Results> takeUnsent(long ageNanos) {
    EncodedItems present = answers.items();
    if (present.count() == taken) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    if (now - accountedNanos < ageNanos) {
      return Optional.empty();
    }
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
