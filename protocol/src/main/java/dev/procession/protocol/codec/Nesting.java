package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/**
 * An object that is being written by Java serialization around a graph, and those around it. Java
 * serialization and graphs keep separate accounts of what they have met, so a circle through both
 * would have no end.
 *
 * @param object the object
 * @param outer what is around it
 */
record Nesting(Object object, @Nullable Nesting outer) {
  private static final int MAX_DEPTH = 64;

  /** The nesting one further in. */
  static Nesting enter(Object object, @Nullable Nesting outer) {
    int depth = 0;
    for (Nesting around = outer; around != null; around = around.outer()) {
      if (around.object() == object || depth++ == MAX_DEPTH) {
        throw new Untransportable(
            object,
            "it needs Java serialization, and contains itself through an object that is not"
                + " Serializable",
            null);
      }
    }
    return new Nesting(object, outer);
  }
}
