package dev.procession.cluster.ignite;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts the envelopes of one session and sender in order. The engine's own ordered messages are not
 * used, because it gives their order up after a time.
 */
final class Ordering {
  private final Consumer<Envelope> taker;

  /** Guarded by this, like all that follows: what has come before its turn. */
  private final Map<Long, Envelope> early = new HashMap<>();

  private long next;

  /**
   * An order that has taken nothing in.
   *
   * @param taker called with one envelope at a time
   */
  Ordering(Consumer<Envelope> taker) {
    this.taker = taker;
  }

  /** Takes an envelope in, and passes on what is due; from any thread. */
  synchronized void accept(Envelope envelope) {
    if (envelope.number() < next) {
      return;
    }
    early.put(envelope.number(), envelope);
    for (Envelope due = early.remove(next); due != null; due = early.remove(next)) {
      next++;
      taker.accept(due);
    }
  }
}
