package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Constants;
import dev.procession.protocol.codec.graph.EncodingNames;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.SerializationNesting;
import dev.procession.protocol.codec.trust.ClassTraits;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Encodes objects that Java serialization cannot write as nested graphs. */
public final class NestedGraphs {
  /**
   * Replaces such an object.
   *
   * @param graph the object, encoded
   */
  public record Carried(byte[] graph) implements Serializable {
    Object unpacked(Graph decoding) {
      decoding.decoding().budget().unpack(graph.length);
      ItemInput input = new ItemInput();
      input.setBuffer(graph);
      Object object = decoding.readClassAndObject(input);
      if (object == null || input.remaining() > 0) {
        throw new BadBytes("A graph inside Java serialization is not one object");
      }
      return object;
    }
  }

  private final EncodingNames names;
  private final Forms forms;
  private final SerializationNesting around;
  private final int maxBytes;

  /** Owned by the encoding thread; made when first needed. */
  private @Nullable Graph graph;

  NestedGraphs(EncodingNames names, Forms forms, SerializationNesting around, int maxBytes) {
    this.names = names;
    this.forms = forms;
    this.around = around;
    this.maxBytes = maxBytes;
  }

  /** Whether Java serialization would reject an object, or lose part of it. */
  static boolean isFor(Object object) {
    Class<?> type = object.getClass();
    return !(object instanceof Serializable)
        || (!ClassTraits.needsJavaSerialization(type)
            && (ClassTraits.losesState(type) != null || Constants.placeOf(object) != null));
  }

  Carried carried(Object object) {
    Graph writing = graph;
    if (writing == null) {
      writing = Graph.encoding(names, forms);
      writing.nestJava(true);
      writing.around(around);
      // Objects shared by several graphs stay shared: the reader uses one graph for all of them,
      // too.
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
