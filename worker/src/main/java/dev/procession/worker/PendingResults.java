package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.ItemsView;
import java.util.Optional;

/**
 * The answers to consecutive items of one chunk, to which the runner adds while the courier may
 * send the available ones.
 *
 * <p>The runner publishes the number of answers after each item; the courier creates a view of them
 * on demand. The encoder's buffer only grows, so a view stays valid while the next answer is being
 * written behind it.
 */
final class PendingResults {
  private final long chunkId;
  private final int firstPosition;

  /** All answers so far; published by the runner. */
  private final ItemsView answers = new ItemsView();

  /** The number of answers taken to be sent; guarded by {@link Outgoing}. */
  private int taken;

  /** Until when time has been accounted for; guarded by {@link Outgoing}. */
  private long accountedNanos;

  PendingResults(long chunkId, int firstPosition, long startedNanos) {
    this.chunkId = chunkId;
    this.firstPosition = firstPosition;
    this.accountedNanos = startedNanos;
  }

  /** Publishes an answer; for the runner. */
  void publish(ItemEncoder encoder) {
    encoder.show(answers);
  }

  /**
   * The answers that have not been taken before; for {@link Outgoing}.
   *
   * <p>Their duration is the time since the last call, which includes the time of the next item so
   * far: reading the clock after each item would cost more than a small item, and the sum over the
   * chunk is right.
   *
   * @param ageNanos the minimum age of the last call, or of the start of the first item
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
