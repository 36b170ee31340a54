package dev.procession.protocol.codec.graph;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.trust.DecodingBudget;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of one kind of object: a Kryo serializer that uses our own types. Stateless, so that
 * one instance serves every graph.
 */
public abstract class Form extends Serializer<Object> {
  private static final String TOO_DEEP =
      "it is nested more than " + DecodingBudget.MAX_DEPTH + " levels deep";

  protected abstract void write(Graph graph, ItemBuffer buffer, Object object);

  /**
   * Rebuilds an object. One that can contain itself is announced with {@link Graph#reference}
   * before its parts are read.
   */
  protected abstract Object read(Graph graph, ItemInput input, Class<?> type);

  @Override
  public final void write(Kryo kryo, Output output, Object object) {
    Graph graph = (Graph) kryo;
    if (graph.isTooDeep()) {
      throw new CannotTravel(object, TOO_DEEP, null);
    }
    write(graph, (ItemBuffer) output, object);
  }

  @Override
  public final Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Graph graph = (Graph) kryo;
    if (graph.isTooDeep()) {
      throw new BadBytes(TOO_DEEP, type.getName(), null);
    }
    References references = graph.references();
    Circles circles = references.circles;
    int place = circles.enter(references.last());
    int leastBefore = circles.startLeast();
    Object object = read(graph, (ItemInput) input, type);
    circles.leave(place, leastBefore);
    return object;
  }

  static @Nullable public Object readPart(Graph graph, ItemInput input, String step) {
    try {
      return graph.readClassAndObject(input);
    } catch (RuntimeException e) {
      throw BadBytes.of(e, BadBytes.UNKNOWN).at(step);
    }
  }

  static @Nullable public Object[] readParts(
      Graph graph, ItemInput input, @Nullable Object[] parts) {
    int i = 0;
    try {
      for (; i < parts.length; i++) {
        parts[i] = graph.readClassAndObject(input);
      }
      return parts;
    } catch (RuntimeException e) {
      throw BadBytes.of(e, BadBytes.UNKNOWN).at("[" + i + "]");
    }
  }
}
