package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one kind travel: a Kryo serializer that sees our own types. Stateless, so that
 * one instance serves every graph.
 */
abstract class Form extends Serializer<Object> {
  private static final String TOO_DEEP =
      "it is nested more than " + Budget.MAX_DEPTH + " levels deep";

  abstract void write(Graph graph, ItemBuffer buffer, Object object);

  /**
   * Rebuilds an object. One that can contain itself is announced with {@link Graph#reference}
   * before its parts are read.
   */
  abstract Object read(Graph graph, ItemInput input, Class<?> type);

  @Override
  public final void write(Kryo kryo, Output output, Object object) {
    Graph graph = (Graph) kryo;
    if (graph.isTooDeep()) {
      throw new Untransportable(object, TOO_DEEP, null);
    }
    write(graph, (ItemBuffer) output, object);
  }

  @Override
  public final Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Graph graph = (Graph) kryo;
    if (graph.isTooDeep()) {
      throw new Misread(TOO_DEEP, type.getName(), null);
    }
    return read(graph, (ItemInput) input, type);
  }

  static @Nullable Object readPart(Graph graph, ItemInput input, String step) {
    try {
      return graph.readClassAndObject(input);
    } catch (RuntimeException e) {
      throw Misread.of(e, Misread.UNKNOWN).at(step);
    }
  }

  static @Nullable Object[] readParts(Graph graph, ItemInput input, @Nullable Object[] parts) {
    int i = 0;
    try {
      for (; i < parts.length; i++) {
        parts[i] = graph.readClassAndObject(input);
      }
      return parts;
    } catch (RuntimeException e) {
      throw Misread.of(e, Misread.UNKNOWN).at("[" + i + "]");
    }
  }
}
