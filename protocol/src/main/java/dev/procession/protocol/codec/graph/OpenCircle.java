package dev.procession.protocol.codec.graph;

import dev.procession.protocol.codec.bytes.BadBytes;

/** Thrown for a collection that no order of filling can rebuild. */
public final class OpenCircle extends BadBytes {
  private static final long serialVersionUID = 1L;

  private final transient Circles.Waiting waiting;

  OpenCircle(Circles.Waiting waiting) {
    super(
        "Its elements refer back to it, and their hash code, equality or order depends on it, so"
            + " it cannot be filled in any order",
        waiting.collection().getClass().getName(),
        null);
    this.waiting = waiting;
  }

  /** The collection, and what decides about the place of each element. */
  public Circles.Waiting waiting() {
    return waiting;
  }
}
