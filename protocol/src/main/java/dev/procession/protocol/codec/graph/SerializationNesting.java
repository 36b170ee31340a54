package dev.procession.protocol.codec.graph;

import dev.procession.protocol.codec.bytes.CannotTravel;
import org.jspecify.annotations.Nullable;

/**
 * An object that is being written by Java serialization around a graph, and the objects around it.
 * Java serialization and graphs track visited objects separately, so a cycle through both would be
 * endless.
 *
 * @param object the object
 * @param outer the next outer object
 */
public record SerializationNesting(Object object, @Nullable SerializationNesting outer) {
  private static final int MAX_DEPTH = 64;

  /** The nesting one further in. */
  public static SerializationNesting enter(Object object, @Nullable SerializationNesting outer) {
    int depth = 0;
    for (SerializationNesting around = outer; around != null; around = around.outer()) {
      if (around.object() == object || depth++ == MAX_DEPTH) {
        throw new CannotTravel(
            object,
            "it needs Java serialization, and contains itself through an object that is not"
                + " Serializable",
            null);
      }
    }
    return new SerializationNesting(object, outer);
  }
}
