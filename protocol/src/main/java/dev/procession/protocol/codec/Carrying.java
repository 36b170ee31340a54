package dev.procession.protocol.codec;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Takes what Java serialization cannot write, and gives it to it as a graph of its own. */
final class Carrying {
  /**
   * What takes the place of such an object.
   *
   * @param graph the object, encoded
   */
  record Carried(byte[] graph) implements Serializable {
    Object unpacked(Graph decoding) {
      decoding.decoding().budget().unpack(graph.length);
      ItemInput input = new ItemInput();
      input.setBuffer(graph);
      Object object = decoding.readClassAndObject(input);
      if (object == null || input.remaining() > 0) {
        throw new Misread("A graph inside Java serialization is not one object");
      }
      return object;
    }
  }

  private final EncodingNames names;
  private final Nesting around;
  private final int maxBytes;

  /** Owned by the encoding thread; made when first needed. */
  private @Nullable Graph graph;

  Carrying(EncodingNames names, Nesting around, int maxBytes) {
    this.names = names;
    this.around = around;
    this.maxBytes = maxBytes;
  }

  /** Whether Java serialization would refuse an object, or lose some of it. */
  static boolean isFor(Object object) {
    Class<?> type = object.getClass();
    return !(object instanceof Serializable)
        || (Origin.losesState(type) != null && !Origin.needsJavaSerialization(type));
  }

  Carried carried(Object object) {
    Graph writing = graph;
    if (writing == null) {
      writing = Graph.encoding(names);
      writing.nestJava(true);
      writing.around(around);
      // What several of them share stays shared: the reader has one graph for all of them, too.
      writing.setAutoReset(false);
      graph = writing;
    }
    ItemBuffer buffer = new ItemBuffer();
    buffer.startItem(maxBytes);
    writing.writeClassAndObject(buffer, object);
    buffer.endItem();
    return new Carried(buffer.toBytes());
  }
}
